import { Retryable } from '../../../platform/errors.ts'
import { newId } from '../../../platform/id.ts'
import { ScimError } from '../../../scim/errors.ts'
import { quoted } from '../../../scim/text.ts'
import { statementsOf } from '../../receive/inbound.ts'
import { createTogether } from '../../receive/together.ts'
import type { Note } from '../../traffic/note.ts'
import type { Answer } from '../answer.ts'
import { checkNamed, createdId, type Done, type Job, perform, type Sound } from './operation.ts'

/** How often a circle is begun again because somebody in it came back under the id they had. */
const TRIES = 4

/** POSTs that name each other. */
interface Circle {
  /** Users first: a group finds its members there. */
  readonly posts: readonly Post[]
  readonly users: number
  /** The ids by which they name each other, by bulkId; put right by what is found. */
  readonly assumed: Map<string, string>
  /** Which of them was being created last. */
  last: { readonly at: number; readonly note: Note }
}

interface Post {
  readonly at: number
  readonly operation: Sound
  readonly bulkId: string
  readonly givenId: string
}

/** Takes back what was written with ids that turned out to be others. */
class OtherIds extends Error {}

/**
 * RFC 7644 §3.7.1. Their ids are given ahead, so that each can name the others, and all are created or none, so that nothing
 * is left that names what is not there. Then the first that could not be says why, and the others 409 (503 if that may work later).
 */
export async function doTogether(job: Job, places: readonly number[]): Promise<void> {
  const circle = circleOf(job, places)
  try {
    for (const [at, done] of await create(job, circle)) job.done.set(at, done)
    for (const [bulkId, id] of circle.assumed) job.made.set(bulkId, id)
  } catch (error) {
    const { at: first, note } = circle.last
    note.refusal = error
    job.done.set(first, { answer: job.call.failed(error), note })
    const { bulkId = '' } = job.operations[first]!
    // What may work later may work for all of them.
    const isForNow = error instanceof Retryable
    const refusal = isForNow
      ? error
      : new ScimError(409, undefined, `In a circle with ${quoted(bulkId)}, which was not created.`)
    for (const at of places)
      if (at !== first) job.done.set(at, { answer: job.call.failed(refusal), note: { quirks: [], refusal } })
  }
}

function circleOf({ operations }: Job, places: readonly number[]): Circle {
  const isUser = (at: number) => operations[at]!.path[0]!.toLowerCase() === 'users'
  const users = places.filter(isUser)
  const sorted = [...users, ...places.filter((at) => !isUser(at))]
  const posts = sorted.map((at): Post => {
    const operation = operations[at] as Sound
    return { at, operation, bulkId: operation.bulkId!, givenId: newId() }
  })
  const assumed = new Map(posts.map(({ bulkId, givenId }) => [bulkId, givenId]))
  return { posts, users: users.length, assumed, last: { at: sorted[0]!, note: { quirks: [] } } }
}

async function create(job: Job, circle: Circle): Promise<ReadonlyMap<number, Done>> {
  const { call } = job
  const counts = { users: circle.users, groups: circle.posts.length - circle.users }
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      return await createTogether(call.inbound, call.source, counts, (inbound) =>
        createAll({ ...job, call: { ...call, inbound, db: statementsOf(inbound, call.source) } }, circle),
      )
    } catch (error) {
      if (!(error instanceof OtherIds)) throw error
    }
  }
  throw new ScimError(409, undefined, 'Other requests changed meanwhile what is named here in a circle.')
}

/** @throws {OtherIds}; and what one of them was refused for */
async function createAll(job: Job, circle: Circle): Promise<ReadonlyMap<number, Done>> {
  const { posts, assumed } = circle
  const done = new Map<number, Done>()
  let isAsAssumed = true
  for (const { at, operation, bulkId, givenId } of posts) {
    const note: Note = { quirks: [] }
    circle.last = { at, note }
    checkNamed(job, operation, assumed)
    const idOf = (name: string) => assumed.get(name) ?? job.made.get(name)
    const answer = await perform(job, operation, { call: job.call, note, idOf, givenId })
    if (answer.status !== 201) throw refusalOf(answer)
    const id = createdId(answer)
    if (id !== assumed.get(bulkId)) isAsAssumed = false
    assumed.set(bulkId, id)
    done.set(at, { answer, note })
  }
  if (!isAsAssumed) throw new OtherIds()
  return done
}

function refusalOf({ status, body = '{}' }: Answer): ScimError {
  const { scimType, detail = '' } = JSON.parse(body) as Partial<ReturnType<ScimError['toErrorBody']>>
  return new ScimError(status, scimType, detail)
}
