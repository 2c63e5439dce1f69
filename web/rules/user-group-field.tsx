import { useState } from 'react'
import { text } from '../locales/text.ts'
import { IconButton } from '../ui/button.tsx'
import { NameDialog } from '../ui/name-dialog.tsx'
import { SearchSelect } from '../ui/search-select.tsx'
import { NOT_SET } from './entered.ts'
import { treeOf, useShelfEdit } from './lookups.ts'
import { useUserGroups } from './queries.ts'

interface Props {
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}

/** Not set, explicitly none, or one group of the tree; a new one is made here. */
export function UserGroupField({ value, error, onChange }: Props) {
  const tree = treeOf(useUserGroups().data?.userGroups ?? [])
  const edit = useShelfEdit('user-groups')
  const [isNew, setNew] = useState(false)
  const [parent, setParent] = useState(NOT_SET)
  return (
    <>
      <SearchSelect
        label={text('rule.userGroup')}
        hint={text('rule.userGroupHint')}
        error={error}
        options={[{ id: NOT_SET, name: text('rule.notSet') }, { id: 'none', name: text('rule.noneExplicit') }, ...tree]}
        value={value}
        onChange={onChange}
        actions={
          <IconButton
            icon="plus"
            label={text('rule.userGroupNew')}
            onPress={() => {
              setParent(tree.some(({ id }) => id === value) ? value : NOT_SET)
              setNew(true)
            }}
          />
        }
      />
      {isNew && (
        <NameDialog
          title={text('rule.userGroupNew')}
          submitText={text('rule.create')}
          onSubmit={async (name) => {
            const made = await edit.mutateAsync({ kind: 'add', name, parent: parent === NOT_SET ? null : parent })
            if (made) onChange(made.id)
          }}
          onClose={() => setNew(false)}
        >
          <SearchSelect
            label={text('rule.userGroupBelow')}
            options={[{ id: NOT_SET, name: text('rule.userGroupTop') }, ...tree]}
            value={parent}
            onChange={setParent}
          />
        </NameDialog>
      )}
    </>
  )
}
