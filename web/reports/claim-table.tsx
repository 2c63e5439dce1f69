import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Reference } from '../../src/contract/reference.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import type { Column } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import type { Claim } from './conflict-queries.ts'

interface Props {
  readonly claims: readonly Claim[]
  readonly chosen: ReadonlySet<string>
  readonly more: { readonly isLoading: boolean; readonly load: () => void } | undefined
  readonly onToggle: (claim: Claim) => void
  readonly onHandOver: (claim: Claim) => void
}

export function ClaimTable({ claims, chosen, more, onToggle, onHandOver }: Props) {
  return (
    <Panel flush>
      <VirtualTable
        label={text('reports.conflicts')}
        columns={columnsFor(chosen, onToggle, onHandOver)}
        rows={claims}
        rowKey={({ claimant }) => claimant.user.id}
        more={more}
      />
    </Panel>
  )
}

function columnsFor(
  chosen: ReadonlySet<string>,
  onToggle: (claim: Claim) => void,
  onHandOver: (claim: Claim) => void,
): readonly Column<Claim>[] {
  return [
    {
      id: 'choose',
      name: text('reports.choose'),
      quietName: true,
      width: '1.5rem',
      card: 'top',
      cell: (claim) => (
        <Checkbox
          aria-label={text('conflicts.chooseOne', { address: claim.address, source: claim.claimant.source.name })}
          isSelected={chosen.has(claim.claimant.user.id)}
          onChange={() => onToggle(claim)}
        >
          <span className="sr-only">{claim.address}</span>
        </Checkbox>
      ),
    },
    {
      id: 'address',
      name: text('reports.address'),
      width: 'minmax(0, 18fr)',
      card: 'title',
      cell: ({ address }) => <bdi className="font-semibold break-all">{address}</bdi>,
    },
    {
      id: 'owner',
      name: text('conflicts.has'),
      width: 'minmax(0, 18fr)',
      card: 'line',
      cell: ({ owner }) => (
        <Who label={text('conflicts.has')} user={owner.user} source={owner.source}>
          {owner.handedOver && <Tag look="outline">{text('conflicts.handedOver')}</Tag>}
        </Who>
      ),
    },
    {
      id: 'claimant',
      name: text('conflicts.wants'),
      width: 'minmax(0, 18fr)',
      card: 'line',
      cell: ({ claimant }) => <Who label={text('conflicts.wants')} user={claimant.user} source={claimant.source} />,
    },
    {
      id: 'since',
      name: text('reports.since'),
      width: '8rem',
      align: 'end',
      cell: ({ claimant }) => (
        <span className="text-sm text-ink-soft">
          <Moment at={claimant.since} />
        </span>
      ),
    },
    {
      id: 'hand',
      name: text('conflicts.handOver'),
      quietName: true,
      width: '7.5rem',
      align: 'end',
      card: 'line',
      cell: (claim) => (
        <Button
          onPress={() => onHandOver(claim)}
          aria-label={text('conflicts.handOverOne', { address: claim.address, source: claim.claimant.source.name })}
        >
          {text('conflicts.handOver')}
        </Button>
      ),
    },
  ]
}

function Who({
  label,
  user,
  source,
  children,
}: {
  /** Said only where a row is a card, without a head. */
  readonly label: string
  readonly user: Reference
  readonly source: Reference
  readonly children?: ReactNode
}) {
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
      <span aria-hidden="true" className="text-xs text-ink-soft @2xl:hidden">
        {label}
      </span>
      <Link
        to="/users/$user"
        params={{ user: user.id }}
        className="min-w-0 truncate underline-offset-2 hover:underline"
      >
        <bdi>{user.name}</bdi>
      </Link>
      <Link
        to="/sources/$source"
        params={{ source: source.id }}
        className="text-sm text-ink-soft underline-offset-2 hover:underline"
      >
        <bdi>{source.name}</bdi>
      </Link>
      {children}
    </span>
  )
}
