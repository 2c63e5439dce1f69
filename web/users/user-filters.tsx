import type { UserStatus } from '../../src/contract/user.ts'
import { GroupFilter } from '../groups/group-filter.tsx'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Filter } from '../ui/filter.tsx'
import { hasSeveral, useSources } from './listed.ts'
import { useProducts } from './queries.ts'
import { type Chip, isNarrowed, type UserSearch, withoutFilters } from './search.ts'

const statuses: readonly UserStatus[] = ['active', 'invited', 'inactive', 'suspended', 'none']
const roles = ['member', 'manager', 'admin', 'super-admin'] as const
const states = ['held', 'grace', 'waiting'] as const

interface Props {
  readonly search: UserSearch
  readonly onChange: (search: UserSearch) => void
}

/** What narrows the list, each a chip; what is not kept of the past is not offered there. */
export function UserFilters({ search, onChange }: Props) {
  const products = useProducts().data?.products ?? []
  const sources = useSources().data?.sources
  const choose = (chip: Chip | 'deleted') => (value: string | undefined) => {
    const { [chip]: _, ...rest } = search
    const chosen = chip === 'deleted' ? { deleted: true } : { [chip]: value }
    onChange(value === undefined ? rest : { ...rest, ...chosen })
  }
  const isPast = search.at !== undefined
  return (
    <fieldset className="flex min-w-0 flex-wrap items-center gap-1.5 pt-0.5" aria-label={text('users.filters')}>
      {!isPast && (
        <Filter
          label={text('users.status')}
          value={search.status}
          options={statuses.map((id) => ({ id, name: text(`status.${id}`) }))}
          onChange={choose('status')}
        />
      )}
      <Filter
        label={text('users.role')}
        value={search.role}
        options={roles.map((id) => ({ id, name: text(`role.${id}`) }))}
        onChange={choose('role')}
      />
      <Filter label={text('users.product')} value={search.product} options={products} onChange={choose('product')} />
      <Filter
        label={text('users.seat')}
        value={search.state}
        options={states
          .filter((id) => !isPast || id !== 'waiting')
          .map((id) => ({ id, name: text(`users.state.${id}`) }))}
        onChange={choose('state')}
      />
      {(hasSeveral(sources) || search.source !== undefined) && (
        <Filter
          label={text('users.source')}
          value={search.source}
          options={sources ?? []}
          onChange={choose('source')}
        />
      )}
      <GroupFilter group={search.group} onChange={choose('group')} />
      <Filter
        label={text('users.deletedOnes')}
        value={search.deleted ? 'only' : undefined}
        options={[{ id: 'only', name: text('users.deletedOnly') }]}
        onChange={choose('deleted')}
      />
      {isNarrowed(search) && (
        <Button look="quiet" icon="close" onPress={() => onChange(withoutFilters(search))}>
          {text('users.clearFilters')}
        </Button>
      )}
    </fieldset>
  )
}
