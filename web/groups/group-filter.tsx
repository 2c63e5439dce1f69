import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { GroupDetail, Groups } from '../../src/contract/group.ts'
import { get } from '../api.ts'
import { number, text } from '../locales/text.ts'
import { SearchFilter } from '../ui/search-filter.tsx'
import { groupQuery } from './queries.ts'

interface Props {
  /** The id of the group that it narrows by. */
  readonly group: string | undefined
  readonly onChange: (group: string | undefined) => void
}

/** Narrows a list by one directory group of thousands. */
export function GroupFilter({ group, onChange }: Props) {
  const [typed, setTyped] = useState('')
  const found = useQuery({
    queryKey: ['groups', 'to-choose', typed],
    queryFn: ({ signal }) =>
      get<Groups>('/api/v1/groups', { limit: 30, ...(typed.trim() && { search: typed.trim() }) }, signal),
    placeholderData: keepPreviousData,
  })
  const chosen = useQuery({ ...groupQuery(group ?? ''), enabled: group !== undefined })
  return (
    <SearchFilter
      label={text('groups.one')}
      placeholder={text('groups.find')}
      options={(found.data?.groups ?? []).map(({ id, name, membersInAll }) => ({
        id,
        name,
        hint: number(membersInAll),
      }))}
      chosen={group === undefined ? undefined : { id: group, name: nameOf(chosen.data) }}
      onSearch={setTyped}
      onChange={onChange}
    />
  )
}

const nameOf = (group: GroupDetail | undefined): string => group?.name ?? '…'
