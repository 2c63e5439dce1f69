import { useState } from 'react'
import type { ActivityEntry } from '../../src/contract/activity.ts'
import type { UserStatus } from '../../src/contract/user.ts'
import { type Message, text } from '../locales/text.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Filter } from '../ui/filter.tsx'
import { chipClass, FilterSearch } from '../ui/filter-search.tsx'
import { readable } from './act.ts'
import { MomentFilter } from './moment-filter.tsx'
import { type ActivityFilters, useProductsNamed, useUserNamed, useUsersFound } from './queries.ts'

/** How kinds begin, and what all of those are about. */
const kinds: Readonly<Record<string, Message>> = {
  'seat.': 'activity.about.seats',
  'loss.': 'activity.about.losses',
  'role.': 'activity.about.roles',
  'access.': 'activity.about.access',
  rule: 'activity.about.rules',
  'draft.': 'activity.about.draft',
  'pin.': 'activity.about.pins',
  'stopped.': 'activity.about.stopped',
  'pool.': 'activity.about.pools',
  'product.': 'activity.about.products',
  'user.': 'activity.about.users',
  'group.': 'activity.about.groups',
  'source.': 'activity.about.sources',
  'failures.': 'activity.about.failures',
  'conflicts.': 'activity.about.conflicts',
  'existing-accounts.': 'activity.about.existing',
  'organization.': 'activity.about.organization',
}
const statuses: readonly UserStatus[] = ['none', 'invited', 'active', 'inactive', 'suspended']

interface Props {
  readonly filters: ActivityFilters
  /** What is shown: who acted there can be chosen. */
  readonly entries: readonly ActivityEntry[]
  readonly onChange: (change: { readonly [Name in keyof ActivityFilters]?: string | undefined }) => void
  readonly onClear: () => void
}

export function ActivityFilterBar({ filters, entries, onChange, onClear }: Props) {
  const products = useProductsNamed().data?.products ?? []
  const { type, kind, product, status, run, from, to } = filters
  const kindOptions = Object.entries(kinds).map(([id, message]) => ({ id, name: text(message) }))
  if (kind !== undefined && !(kind in kinds)) kindOptions.push({ id: kind, name: readable(kind) })
  return (
    <search className="flex flex-wrap items-center gap-2" aria-label={text('activity.filters')}>
      <Filter
        label={text('activity.type')}
        options={(['request', 'change'] as const).map((id) => ({
          id,
          name: text(`activity.types.${id}`),
          hint: text(`activity.typeHints.${id}`),
        }))}
        value={type}
        onChange={(id) => onChange({ type: id })}
      />
      <Filter
        label={text('activity.kind')}
        options={kindOptions}
        value={kind}
        onChange={(id) => onChange({ kind: id })}
      />
      <UserFilter user={filters.user} onChange={(id) => onChange({ user: id })} />
      <AdminFilter admin={filters.admin} entries={entries} onChange={(name) => onChange({ admin: name })} />
      <Filter
        label={text('activity.product')}
        options={products}
        value={product}
        onChange={(id) => onChange({ product: id })}
      />
      <Filter
        label={text('activity.status')}
        options={statuses.map((id) => ({ id, name: text(`status.${id}`) }))}
        value={status}
        onChange={(id) => onChange({ status: id })}
      />
      <MomentFilter span={{ from, to }} onChange={(span) => onChange({ from: span.from, to: span.to })} />
      {run !== undefined && (
        <span className={`${chipClass(true)} pr-0.5!`}>
          {text('activity.runIs', { run })}
          <IconButton
            icon="close"
            label={text('activity.runClear')}
            onPress={() => onChange({ run: undefined })}
            className="size-7! text-accent-ink!"
          />
        </span>
      )}
      {Object.keys(filters).length > 0 && (
        <Button look="quiet" onPress={onClear}>
          {text('activity.clear')}
        </Button>
      )}
    </search>
  )
}

function UserFilter({
  user,
  onChange,
}: {
  readonly user: string | undefined
  readonly onChange: (id: string | undefined) => void
}) {
  const [typed, setTyped] = useState('')
  const found = useUsersFound(typed).data?.users ?? []
  const chosen = useUserNamed(user).data
  return (
    <FilterSearch
      label={text('activity.user')}
      options={found.map(({ id, displayName, userName }) => ({ id, name: displayName || userName, hint: userName }))}
      value={user === undefined ? undefined : { id: user, name: chosen?.displayName || chosen?.userName || '…' }}
      onSearch={setTyped}
      onChange={onChange}
    />
  )
}

/** Who acted in what is shown, or whose name was typed whole. */
function AdminFilter({
  admin,
  entries,
  onChange,
}: {
  readonly admin: string | undefined
  readonly entries: readonly ActivityEntry[]
  readonly onChange: (name: string | undefined) => void
}) {
  const [typed, setTyped] = useState('')
  const acted = entries.flatMap((entry) =>
    entry.type === 'request' && entry.actor.kind === 'admin' ? entry.actor.name : [],
  )
  const names = [...new Set([...acted, typed.trim()])].filter(
    (name) => name !== '' && name.toLowerCase().startsWith(typed.trim().toLowerCase()),
  )
  return (
    <FilterSearch
      label={text('activity.admin')}
      options={names.map((name) => ({ id: name, name }))}
      value={admin === undefined ? undefined : { id: admin, name: admin }}
      onSearch={setTyped}
      onChange={onChange}
    />
  )
}
