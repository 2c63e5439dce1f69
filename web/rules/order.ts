interface Placed {
  readonly id: string
}

/** All ids, best first, with one moved to a rank; 1 is the highest. */
export function moved(rules: readonly Placed[], rule: Placed, to: number): string[] {
  const ids = rules.map(({ id }) => id).filter((id) => id !== rule.id)
  ids.splice(to - 1, 0, rule.id)
  return ids
}

/** All ids with one put before or after another: as it is dropped in a list. */
export function dropped(rules: readonly Placed[], rule: string, target: string, where: 'before' | 'after'): string[] {
  const ids = rules.map(({ id }) => id).filter((id) => id !== rule)
  const at = ids.indexOf(target)
  if (at < 0) return rules.map(({ id }) => id)
  ids.splice(where === 'before' ? at : at + 1, 0, rule)
  return ids
}

/**
 * The move of one rule, made to an order that somebody else has changed meanwhile: it goes below the rule that it was put
 * below, or the nearest above that one which is still there; at the top, where none is. Undefined where the rule is gone.
 *
 * @param wanted all ids in the order that was wanted
 */
export function merged(now: readonly string[], wanted: readonly string[], rule: string): string[] | undefined {
  if (!now.includes(rule)) return undefined
  const others = now.filter((id) => id !== rule)
  const above = wanted.slice(0, wanted.indexOf(rule)).findLast((id) => others.includes(id))
  others.splice(above === undefined ? 0 : others.indexOf(above) + 1, 0, rule)
  return others
}

/** The same rules in another order, with the ranks of it. Those that the order does not name are left out. */
export function inOrder<Ranked extends Placed & { readonly rank: number }>(
  rules: readonly Ranked[],
  ids: readonly string[],
): Ranked[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]))
  return ids.flatMap((id) => byId.get(id) ?? []).map((rule, index) => ({ ...rule, rank: index + 1 }))
}
