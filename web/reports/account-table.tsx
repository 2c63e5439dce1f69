import { Link } from '@tanstack/react-router'
import type { ExistingAccount, ExistingState } from '../../src/contract/existing-account.ts'
import { text } from '../locales/text.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import type { Column } from '../ui/table.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { useForget } from './existing-queries.ts'

interface Props {
  readonly state: ExistingState
  readonly accounts: readonly ExistingAccount[]
  readonly total: number
  readonly chosen: ReadonlySet<string>
  readonly more: { readonly isLoading: boolean; readonly load: () => void } | undefined
  readonly onToggle: (id: string) => void
  readonly onAdopt: (account: ExistingAccount) => void
}

export function AccountTable({ state, accounts, total, chosen, more, onToggle, onAdopt }: Props) {
  const columns = [
    ...(state === 'matched' ? [chooseColumn(chosen, onToggle)] : []),
    ...plain,
    ...(state === 'conflicting' ? [problem] : []),
    ...(state === 'adopted' ? [adopted] : [imported, actsColumn(onAdopt)]),
  ]
  return (
    <Panel flush>
      <VirtualTable
        label={text(`existing.states.${state}`)}
        columns={columns}
        rows={accounts}
        rowKey={({ id }) => id}
        total={total}
        more={more}
      />
    </Panel>
  )
}

const chooseColumn = (chosen: ReadonlySet<string>, onToggle: (id: string) => void): Column<ExistingAccount> => ({
  id: 'choose',
  name: text('reports.choose'),
  quietName: true,
  width: '1.5rem',
  card: 'top',
  cell: ({ id, address, product }) => (
    <Checkbox
      aria-label={text('existing.chooseOne', { address, product })}
      isSelected={chosen.has(id)}
      onChange={() => onToggle(id)}
    >
      <span className="sr-only">{address}</span>
    </Checkbox>
  ),
})

const plain: readonly Column<ExistingAccount>[] = [
  {
    id: 'address',
    name: text('reports.address'),
    width: 'minmax(0, 26fr)',
    card: 'title',
    cell: ({ address }) => <bdi className="block font-semibold break-all @2xl:truncate">{address}</bdi>,
  },
  {
    id: 'product',
    name: text('existing.had'),
    width: 'minmax(0, 15fr)',
    card: 'line',
    cell: ({ product, tier }) => <bdi>{[product, tier].filter(Boolean).join(' ')}</bdi>,
  },
  {
    id: 'user',
    name: text('existing.user'),
    width: 'minmax(0, 13fr)',
    cell: ({ user }) =>
      user ? (
        <Link to="/users/$user" params={{ user: user.id }} className="underline-offset-2 hover:underline">
          <bdi>{user.name}</bdi>
        </Link>
      ) : (
        <span className="text-ink-soft">{text('existing.noUser')}</span>
      ),
  },
]

const problem: Column<ExistingAccount> = {
  id: 'problem',
  name: text('existing.problem'),
  width: 'minmax(0, 20fr)',
  card: 'line',
  cell: ({ problem: wrong }) => wrong && <span className="text-warn-ink">{text(`existing.problems.${wrong}`)}</span>,
}

const imported: Column<ExistingAccount> = {
  id: 'imported',
  name: text('existing.listed'),
  width: '8rem',
  align: 'end',
  cell: ({ importedAt }) => (
    <span className="text-sm text-ink-soft">
      <Moment at={importedAt} />
    </span>
  ),
}

const adopted: Column<ExistingAccount> = {
  id: 'adopted',
  name: text('existing.states.adopted'),
  width: '14rem',
  align: 'end',
  card: 'line',
  cell: ({ adoptedAt, adoptedBy }) => (
    <span className="text-sm text-ink-soft">
      {adoptedBy && <bdi>{adoptedBy}</bdi>} {adoptedAt && <Moment at={adoptedAt} />}
    </span>
  ),
}

const actsColumn = (onAdopt: (account: ExistingAccount) => void): Column<ExistingAccount> => ({
  id: 'act',
  name: text('existing.do'),
  quietName: true,
  width: '10.5rem',
  align: 'end',
  card: 'line',
  cell: (account) => <Acts account={account} onAdopt={onAdopt} />,
})

function Acts({
  account,
  onAdopt,
}: {
  readonly account: ExistingAccount
  readonly onAdopt: (account: ExistingAccount) => void
}) {
  const forget = useForget()
  const { state, problem: wrong, address, product } = account
  const canBeAdopted = state === 'matched' || wrong === 'pool-full' || wrong === 'several-users'
  return (
    <span className="flex items-center gap-1 @2xl:justify-end">
      {canBeAdopted && (
        <Button aria-label={text('existing.adoptOne', { address, product })} onPress={() => onAdopt(account)}>
          {text('existing.adopt')}
        </Button>
      )}
      {(wrong === 'unknown-product' || wrong === 'unknown-tier') && (
        <Link
          to="/library"
          search={{ tab: 'products' }}
          className="inline-flex min-h-8 items-center text-sm underline-offset-2 hover:underline"
        >
          {text('existing.toProducts')}
        </Link>
      )}
      <IconButton
        icon="close"
        label={text('existing.forget', { address, product })}
        isDisabled={forget.isPending}
        onPress={() => forget.mutate(account)}
      />
    </span>
  )
}
