import type { Change } from '../contract/activity.ts'
import type { Because, Request } from '../contract/because.ts'
import type { Reference } from '../contract/reference.ts'
import { say } from '../words/say.ts'
import type { ChangeRow, RequestRow, StoredBecause } from './store.ts'

/** Names of rules, pins, products and tiers by their ids. What is not among them is shown with no name. */
export type Names = ReadonlyMap<string, { readonly name: string }>

export function shownRequest(row: RequestRow): Request {
  const { target_kind: kind, target_id: id, target_name: name } = row
  return {
    type: 'request',
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    actor: { kind: row.actor_kind, name: row.actor_name },
    target: kind === null ? null : { kind, id, name },
    detail: row.detail ?? null,
  }
}

export function shownChange(row: ChangeRow, names: Names): Change {
  return {
    type: 'change',
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    run: row.run_no,
    user: { id: row.user_id, name: row.display_name },
    product: row.product_id === null ? null : named(row.product_id, names),
    tier: row.tier_id === null ? null : named(row.tier_id, names),
    detail: row.detail ?? null,
    because: shownBecause(row.because, names),
  }
}

/** Ids that a reason names. */
export function namedInBecause({ rule, pin, by }: StoredBecause): readonly string[] {
  return [rule, pin, by].filter((id) => id !== undefined)
}

/** A reason as it is shown: in a sentence, and with what it names. */
export function shownBecause(because: StoredBecause, names: Names): Because {
  const { kind, rule, version, pin, by, request } = because
  return {
    kind,
    text: sentence(because, names),
    ...(rule && { rule: named(rule, names) }),
    ...(version !== undefined && { version }),
    ...(pin && { pin: named(pin, names) }),
    ...(by && { product: named(by, names) }),
    ...(request && { request }),
  }
}

function named(id: string, names: Names): Reference {
  return { id, name: names.get(id)?.name ?? '' }
}

function sentence({ kind, rule, pin, by }: StoredBecause, names: Names): string {
  const nameOf = (id: string | undefined) => names.get(id ?? '')?.name ?? ''
  return say(`because.${kind}`, { rule: nameOf(rule), pin: nameOf(pin), by: nameOf(by) })
}
