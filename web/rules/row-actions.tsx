import type { Rule } from '../../src/contract/rule.ts'
import { text } from '../locales/text.ts'
import { IconButton } from '../ui/button.tsx'
import { type Action, Menu, MenuActions, MenuLine } from '../ui/menu.tsx'
import type { Acts, ActsRef } from './beside-rows.ts'

interface Props {
  readonly rule: Rule
  readonly acts: ActsRef
}

/** What can be done with a rule without dragging it. */
export function RowActions({ rule, acts }: Props) {
  const label = text('rules.actionsOf', { name: rule.name })
  return (
    <span className="@max-2xl:col-start-4 @max-2xl:row-start-1">
      <Menu label={label} trigger={<IconButton icon="dots" label={label} />}>
        {() => <RowMenu rule={rule} acts={acts.current} />}
      </Menu>
    </span>
  )
}

function RowMenu({ rule, acts }: { readonly rule: Rule; readonly acts: Acts }) {
  const { count, onOpen, onMove, onPlace, onDuplicate, onDelete } = acts
  const move = (id: string, name: string, icon: Action['icon'] & string, to: number): Action => ({
    id,
    name,
    icon,
    disabled: to < 1 || to > count || to === rule.rank,
    onAction: () => onMove(rule, to),
  })
  return (
    <>
      <MenuActions
        actions={[
          { id: 'edit', name: text('rules.edit'), icon: 'pen', onAction: () => onOpen(rule.id) },
          { id: 'duplicate', name: text('rules.duplicate'), icon: 'copy', onAction: () => onDuplicate(rule) },
        ]}
      />
      <MenuLine />
      <MenuActions
        actions={[
          move('up', text('rules.up'), 'up', rule.rank - 1),
          move('down', text('rules.down'), 'down', rule.rank + 1),
          move('top', text('rules.toTop'), 'top', 1),
          move('bottom', text('rules.toBottom'), 'bottom', count),
          {
            id: 'place',
            name: text('rules.toPlace'),
            icon: 'rules',
            disabled: count < 2,
            onAction: () => onPlace(rule),
          },
        ]}
      />
      <MenuLine />
      <MenuActions
        actions={[
          {
            id: 'delete',
            name: text('rules.delete'),
            icon: 'trash',
            danger: true,
            onAction: () => onDelete(rule),
          },
        ]}
      />
    </>
  )
}
