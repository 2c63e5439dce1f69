/** All ids, best first, with one moved to a rank; 1 is the highest. */
export function moved(rules: readonly { readonly id: string }[], rule: { readonly id: string }, to: number): string[] {
  const ids = rules.map(({ id }) => id).filter((id) => id !== rule.id)
  ids.splice(to - 1, 0, rule.id)
  return ids
}
