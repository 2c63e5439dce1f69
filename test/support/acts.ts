import type { Db } from '../../src/platform/db/db.ts'
import { sql } from '../../src/platform/db/sql.ts'
import { newId } from '../../src/platform/id.ts'

/** One request while it is carried out. */
export interface Acting {
  readonly tx: Db
  readonly request: string
  readonly at: Date
  /** Marks users for the next run. */
  touch(users: readonly number[]): void
}

export type Act = <T>(action: string, work: (acting: Acting) => Promise<T>) => Promise<T>

/** Acts from outside, each a transaction with its row in `requests`; or several in one. */
export interface Acts {
  of(actor: 'source' | 'admin'): Act
  /** One transaction for all that `work` does: what came together is committed together. Not for several at once. */
  together<T>(work: () => Promise<T>): Promise<T>
}

/** What the acts of one transaction leave beside what they write themselves: written once, at its end. */
interface Ledger {
  readonly tx: Db
  readonly requests: { readonly id: string; readonly at: Date; readonly actor: string; readonly action: string }[]
  readonly touched: { readonly user: number; readonly request: string }[]
}

export function newActs(db: Db, clock: () => Date): Acts {
  let open: Ledger | undefined
  const transaction = <T>(work: (ledger: Ledger) => Promise<T>): Promise<T> =>
    db.transaction(async (tx) => {
      const ledger: Ledger = { tx, requests: [], touched: [] }
      const result = await work(ledger)
      if (ledger.requests.length > 0) await writeLedger(ledger)
      return result
    })
  return {
    of: (actor) => (action, work) => {
      const act = ({ tx, requests, touched }: Ledger) => {
        const request = newId()
        const at = clock()
        requests.push({ id: request, at, actor, action })
        const touch = (users: readonly number[]) => touched.push(...users.map((user) => ({ user, request })))
        return work({ tx, request, at, touch })
      }
      return open ? act(open) : transaction(act)
    },
    together: (work) =>
      transaction(async (ledger) => {
        open = ledger
        try {
          return await work()
        } finally {
          open = undefined
        }
      }),
  }
}

async function writeLedger({ tx, requests, touched }: Ledger): Promise<void> {
  await tx.run(sql`
    with request as (
      insert into requests (organization_id, id, at, actor_kind, actor_name, action)
      select ${tx.organization}, id, at, actor, 'test', action
      from unnest(${requests.map(({ id }) => id)}::uuid[], ${requests.map(({ at }) => at)}::timestamptz[],
        ${requests.map(({ actor }) => actor)}::text[], ${requests.map(({ action }) => action)}::text[])
        as r(id, at, actor, action)
    )
    insert into touched (organization_id, user_no, request_id)
    select distinct ${tx.organization}::uuid, user_no, request
    from unnest(${touched.map(({ user }) => user)}::integer[], ${touched.map(({ request }) => request)}::uuid[])
      as t(user_no, request) on conflict do nothing`)
}
