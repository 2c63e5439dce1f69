import type { Entry } from './queries.ts'

export interface Branch {
  readonly group: Entry
  /** 0 for what is under nothing. */
  readonly depth: number
}

/** A tree in the order of reading: each group, and right below it those under it, by name. */
export function treeOf(groups: readonly Entry[]): readonly Branch[] {
  const under = Map.groupBy(groups, ({ parent }) => parent?.id ?? null)
  const branches: Branch[] = []
  const open = (parent: string | null, depth: number) => {
    const here = (under.get(parent) ?? []).toSorted((a, b) => a.name.localeCompare(b.name))
    for (const group of here) {
      branches.push({ group, depth })
      open(group.id, depth + 1)
    }
  }
  open(null, 0)
  return branches
}

/** A group and all below it: where it cannot be moved. */
export function withBelow(groups: readonly Entry[], id: string): ReadonlySet<string> {
  const found = new Set([id])
  // A set is visited to its end, also to what is added on the way.
  for (const each of found) for (const { id: child, parent } of groups) if (parent?.id === each) found.add(child)
  return found
}
