import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import type { ImportReview } from '../../contract/import.ts'
import { fold } from '../../directory/fold.ts'
import { addressOf } from '../../directory/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { isId, newId } from '../../platform/id.ts'
import type { Source } from '../source.ts'
import { digestOf, type Effect, effectOf, type Mode } from './effect.ts'
import type { ImportFile } from './file.ts'
import { addressesElsewhere, knownOf, reviewById, type StoredReview, saveReview } from './store.ts'

const SHOWN_MAX = 200
const compressed = promisify<string, Buffer>(deflate)
const expanded = promisify<Buffer, Buffer>(inflate)

type Found = Omit<ImportReview, 'id' | 'source' | 'mode' | 'at' | 'by' | 'state' | 'applied'>

/** Works out what a file would do, and keeps it with the file until it is applied or another file comes. */
export async function reviewFile(
  db: Db,
  source: Source,
  file: ImportFile,
  about: { readonly mode: Mode; readonly by: string; readonly at: Date },
): Promise<ImportReview> {
  const effect = await effectOf(file, about.mode, await knownOf(db, source.id))
  const found = await foundOf(db, source, file, effect, about.mode)
  const stored = { ...about, id: newId(), found, digest: digestOf(effect, about.mode) }
  const kept = await compressed(JSON.stringify(file))
  await db.transaction((tx) => saveReview(tx, source.id, { ...stored, file: kept }))
  return shownReview(source, { ...stored, file: kept, applyingAt: null, appliedAt: null, applied: null })
}

/** @throws {Refused} 404 */
export async function findReview(db: Db, source: Source, id: string): Promise<StoredReview> {
  const review = isId(id) ? await reviewById(db, source.id, id) : undefined
  if (!review) throw new Refused(404, 'NOT_FOUND', 'The source has no such review.')
  return review
}

/**
 * What a review would do now.
 * @throws {Refused} 409 REVIEW_APPLIED, REVIEW_OVER; REVIEW_OUTDATED when it is no longer what was reviewed;
 * LINES_UNREADABLE when somebody whom nobody can make out would pass for missing
 */
export async function effectNow(db: Db, source: Source, review: StoredReview): Promise<Effect> {
  if (review.appliedAt) throw new Refused(409, 'REVIEW_APPLIED', 'This file was applied already.')
  if (!review.file)
    throw new Refused(
      409,
      'REVIEW_OVER',
      'A later file of this source was reviewed: apply that one, or send this again.',
    )
  const file = JSON.parse((await expanded(review.file)).toString()) as ImportFile
  const effect = await effectOf(file, review.mode, await knownOf(db, source.id))
  if (!review.applyingAt && !digestOf(effect, review.mode).equals(review.digest)) {
    const { counts } = await foundOf(db, source, file, effect, review.mode)
    const text = 'The source has changed since: the file would do something else now. Send it again, and look again.'
    throw new Refused(409, 'REVIEW_OUTDATED', text, {
      details: { reviewed: (review.found as Found).counts, now: counts },
    })
  }
  const unreadable = review.mode === 'full' ? effect.invalid.filter(({ userName }) => userName === null) : []
  if (unreadable.length > 0 && effect.missing.length > 0)
    throw new Refused(
      409,
      'LINES_UNREADABLE',
      `Nobody can say whom line ${unreadable[0]!.line} means, so they may be among the missing: correct it, or use mode add.`,
      { details: { lines: unreadable.slice(0, SHOWN_MAX).map(({ line }) => line) } },
    )
  return effect
}

async function foundOf(db: Db, source: Source, file: ImportFile, effect: Effect, mode: Mode): Promise<Found> {
  const { users, unchanged, missing, invalid, newGroups } = effect
  const addresses = users.map(({ document }) => fold(addressOf(document) ?? ''))
  const elsewhere = await addressesElsewhere(
    db,
    source.id,
    [...new Set(addresses)].filter((address) => address !== ''),
  )
  const conflicting = users.flatMap(({ line, userName }, at) => {
    const other = elsewhere.get(addresses[at]!)
    if (!other) return []
    return [{ line, userName, address: other.address, other: { id: other.id, name: other.name }, source: other.source }]
  })
  const added = users.filter(({ user }) => user === null)
  const changed = users.filter(({ user }) => user !== null)
  return {
    columns: [...file.columns],
    counts: {
      lines: file.lines.length + file.invalid.length,
      matched: changed.length + unchanged,
      new: added.length,
      changed: changed.length,
      unchanged,
      missing: missing.length,
      deactivated: mode === 'full' ? missing.length : 0,
      conflicting: conflicting.length,
      invalid: invalid.length,
    },
    new: first(added, ({ line, userName, joins }) => ({ line, userName, joins: [...joins] })),
    changed: first(changed, ({ line, userName, fields, joins, leaves }) => ({
      line,
      userName,
      fields: [...fields],
      joins: [...joins],
      leaves: [...leaves],
    })),
    missing: first(missing, ({ id, userName }) => ({ user: { id, name: userName } })),
    conflicting: first(conflicting, (one) => one),
    invalid: first(
      invalid.toSorted((a, b) => a.line - b.line),
      (one) => ({ ...one }),
    ),
    newGroups: first(newGroups, (name) => name),
  }
}

function first<From, To>(all: readonly From[], shown: (one: From) => To): To[] {
  return all.slice(0, SHOWN_MAX).map(shown)
}

export function shownReview({ id, name }: Source, review: StoredReview): ImportReview {
  const { appliedAt, applyingAt, file } = review
  const state = appliedAt ? 'applied' : !file ? 'over' : applyingAt ? 'applying' : 'open'
  return {
    id: review.id,
    source: { id, name },
    mode: review.mode,
    at: review.at.toISOString(),
    by: review.by,
    state,
    ...(review.found as Found),
    applied: review.applied,
  }
}
