import { Link } from '@tanstack/react-router'
import type { Rule } from '../../src/contract/rule.ts'
import { text } from '../locales/text.ts'
import { IconButton } from '../ui/button.tsx'
import { Switch } from '../ui/choice.tsx'
import { type Action, Menu, MenuActions } from '../ui/menu.tsx'
import { aboveRowLinkClass, type Column, rowLinkClass, Table } from '../ui/table.tsx'
import { State, Tag } from '../ui/tag.tsx'
import { Gives } from './gives.tsx'
import { moved } from './order.ts'
import type { useRuleEdit } from './queries.ts'

interface Props {
  readonly rules: readonly Rule[]
  readonly edit: ReturnType<typeof useRuleEdit>
  readonly onDelete: (rule: Rule) => void
}

/** The rules by rank, 1 is the highest: what it gives, to whom, and whether it is on. */
export function RuleTable({ rules, edit, onDelete }: Props) {
  return (
    <Table
      label={text('rules.title')}
      columns={[...columns, stateColumn(edit), menuColumn(rules, edit, onDelete)]}
      rows={rules}
      rowKey={({ id }) => id}
    />
  )
}

const columns: readonly Column<Rule>[] = [
  {
    id: 'rank',
    name: text('rules.rank'),
    width: '1.75rem',
    align: 'end',
    card: 'top',
    quietName: true,
    cell: ({ rank }) => <span className="text-ink-soft tabular-nums">{rank}</span>,
  },
  {
    id: 'rule',
    name: text('rules.rule'),
    width: 'minmax(0, 11fr)',
    card: 'title',
    cell: ({ id, name, state, condition, description }) => (
      <div className="min-w-0">
        <Link to="/rules" search={{ rule: id }} className={`${rowLinkClass} ${state === 'on' ? '' : 'text-ink-soft!'}`}>
          <bdi>{name}</bdi>
        </Link>
        {condition !== null && <p className="truncate font-mono text-xs text-ink-soft">{condition}</p>}
        {description !== '' && <p className="truncate text-sm text-ink-soft">{description}</p>}
      </div>
    ),
  },
  {
    id: 'group',
    name: text('rules.group'),
    width: 'minmax(0, 11fr)',
    card: 'line',
    cell: ({ group, groupGone, members, state }) => (
      <div className="min-w-0">
        <span className={`block truncate ${groupGone ? 'text-ink-soft' : ''}`}>
          <bdi>{group.name}</bdi>
        </span>
        {groupGone ? (
          <Tag look="bad" icon="exclamation">
            {text('rules.groupGone')}
          </Tag>
        ) : (
          <span className="block text-sm text-ink-soft">
            {text(state === 'on' ? 'rules.members' : 'rules.membersOff', { count: members })}
          </span>
        )}
      </div>
    ),
  },
  {
    id: 'gives',
    name: text('rules.gives'),
    width: 'minmax(0, 16fr)',
    card: 'line',
    cell: (rule) => <Gives rule={rule} />,
  },
]

function stateColumn(edit: Props['edit']): Column<Rule> {
  return {
    id: 'state',
    name: text('rules.state'),
    width: '5.5rem',
    card: 'corner',
    cell: (rule) =>
      rule.state === 'shadow' ? (
        <State mark="half">{text('rules.shadow')}</State>
      ) : (
        <span className={`${aboveRowLinkClass} inline-flex items-center gap-2 text-sm text-ink-soft`}>
          <Switch
            label={text('rules.onOff', { name: rule.name })}
            isSelected={rule.state === 'on'}
            isDisabled={edit.isPending}
            onChange={(on) => edit.mutate({ kind: 'change', rule, change: { state: on ? 'on' : 'off' } })}
          />
          <span aria-hidden="true" className="max-sm:sr-only">
            {text(rule.state === 'on' ? 'rules.on' : 'rules.off')}
          </span>
        </span>
      ),
  }
}

function menuColumn(rules: readonly Rule[], edit: Props['edit'], onDelete: Props['onDelete']): Column<Rule> {
  const actionsOf = (rule: Rule): readonly Action[] => {
    const move = (id: string, name: string, icon: Action['icon'] & string, to: number): Action => ({
      id,
      name,
      icon,
      disabled: to < 1 || to > rules.length || to === rule.rank,
      onAction: () => edit.mutate({ kind: 'move', rule, to, ids: moved(rules, rule, to) }),
    })
    return [
      move('top', text('rules.toTop'), 'top', 1),
      move('up', text('rules.up'), 'up', rule.rank - 1),
      move('down', text('rules.down'), 'down', rule.rank + 1),
      {
        id: 'delete',
        name: text('rules.delete'),
        icon: 'trash',
        danger: true,
        onAction: () => onDelete(rule),
      },
    ]
  }
  return {
    id: 'menu',
    name: text('rules.actions'),
    width: '2rem',
    card: 'corner',
    quietName: true,
    cell: (rule) => (
      <span className={aboveRowLinkClass}>
        <Menu
          label={text('rules.actionsOf', { name: rule.name })}
          trigger={
            <IconButton icon="dots" label={text('rules.actionsOf', { name: rule.name })} isDisabled={edit.isPending} />
          }
        >
          <MenuActions actions={actionsOf(rule)} />
        </Menu>
      </span>
    ),
  }
}
