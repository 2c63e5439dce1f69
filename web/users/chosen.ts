import { useRef, useState } from 'react'

/** Rows that were chosen to do something with them at once. */
export interface Chosen {
  readonly ids: readonly string[]
  has(id: string): boolean
  /** `toHere`: and all between the one chosen last and this one. */
  choose(id: string, wanted: boolean, toHere: boolean): void
  all(): void
  none(): void
}

/** So many can be done at once. */
export const CHOSEN_MAX = 1000

/** @param shown ids of the rows that were loaded, in their order @param list of another list nothing is chosen */
export function useChosen(shown: readonly string[], list: string): Chosen {
  const [kept, setKept] = useState<{ list: string; ids: ReadonlySet<string> }>({ list, ids: new Set() })
  const last = useRef<string>(undefined)
  const chosen = kept.list === list ? kept.ids : new Set<string>()
  const keep = (ids: Iterable<string>) => setKept({ list, ids: new Set([...ids].slice(0, CHOSEN_MAX)) })
  return {
    ids: [...chosen],
    has: (id) => chosen.has(id),
    choose: (id, wanted, toHere) => {
      const [from, to] = [shown.indexOf(last.current ?? ''), shown.indexOf(id)]
      const meant = toHere && from >= 0 ? shown.slice(Math.min(from, to), Math.max(from, to) + 1) : [id]
      last.current = id
      const others = [...chosen].filter((each) => !meant.includes(each))
      keep(wanted ? [...others, ...meant] : others)
    },
    all: () => keep(shown),
    none: () => keep([]),
  }
}
