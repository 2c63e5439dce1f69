import type { Clock } from '../../platform/clock.ts'
import type { Database, Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { newId } from '../../platform/id.ts'
import { Numbers } from '../numbers.ts'
import type { Source } from '../source.ts'

/**
 * receive/ is the only writer of the directory. What a source says becomes rows: the user, the group or the memberships, one
 * request, and one `touched` row for every user whose entitlement it may change; then the worker is woken. What changes
 * nothing writes nothing. Everything takes SCIM documents as scim/ reads them, whichever door they came through.
 */
export interface Inbound {
  readonly database: Database
  readonly clock: Clock
  readonly numbers: Pick<Numbers, 'user' | 'group' | 'giveBackUser' | 'giveBackGroup'>
  /** Of sources in use: see `statementsOf`. */
  readonly statements: WeakMap<Source, Db>
  /** Tells the worker, after the commit, that somebody was touched. */
  readonly wake: (organization: string) => void
}

export function openInbound(parts: Pick<Inbound, 'database' | 'clock' | 'wake'>): Inbound {
  return { ...parts, numbers: new Numbers(), statements: new WeakMap() }
}

/** The row of `requests` that goes with a write, made before it is known whether anything will be written. */
export interface Act {
  readonly id: string
  readonly at: Date
  readonly source: Source
}

/** @throws {Refused} 403 SOURCE_PAUSED: a paused source can be read; its users stay as they are */
export function beginAct({ clock }: Inbound, source: Source): Act {
  if (source.state === 'paused')
    throw new Refused(
      403,
      'SOURCE_PAUSED',
      `The source ${source.name} is paused: it takes no changes until an admin turns it on.`,
    )
  return { id: newId(), at: clock.now(), source }
}

/** The statements of a source's organization, made once for each source that is in use. */
export function statementsOf({ database, statements }: Inbound, source: Source): Db {
  let db = statements.get(source)
  if (!db) {
    db = database.of(source.organization)
    statements.set(source, db)
  }
  return db
}
