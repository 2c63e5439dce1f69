/** What stands in an address, with a part of it changed; what is undefined is left out of it. */
export function narrowed<Search extends object>(
  before: Search,
  part: { readonly [Name in keyof Search]?: Search[Name] | undefined },
): Search {
  return Object.fromEntries(Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined)) as Search
}
