import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import type { Entered } from './entered.ts'
import { useGroup } from './lookups.ts'

const route = getRouteApi('/signed-in/shell/rules')

/** The group that the address names for a new rule. It is taken once: from then on the form says which it is. */
export function useGivenGroup(isNew: boolean, onGiven: (group: Entered['group']) => void): void {
  const { group: asked } = route.useSearch()
  const navigate = route.useNavigate()
  const given = useGroup(isNew ? asked : undefined).data
  const take = useEffectEvent(() => {
    if (!given || given.id !== asked) return
    if (given.deletedAt === null) onGiven({ id: given.id, name: given.name })
    void navigate({ search: ({ group: _, ...rest }) => rest, replace: true })
  })
  useEffect(() => {
    if (given) take()
  }, [given])
}
