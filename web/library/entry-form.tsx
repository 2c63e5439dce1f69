import { useState } from 'react'
import { Form } from 'react-aria-components'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { type Entry, type Shelf, useShelfEdit } from './queries.ts'
import { treeOf, withBelow } from './tree.ts'

interface Props {
  readonly shelf: Shelf
  /** Left out: a new one. */
  readonly entry?: Entry | undefined
  readonly all: readonly Entry[]
  readonly onClose: () => void
}

const TOP = 'top'

/** The name of something, and of a user group what it is under. */
export function EntryForm({ shelf, entry: now, all, onClose }: Props) {
  // As it was when it was opened: what another admin changes meanwhile is not changed back.
  const [entry] = useState(now)
  const { add, edit } = useShelfEdit(shelf)
  const [name, setName] = useState(entry?.name ?? '')
  const [parent, setParent] = useState(entry?.parent?.id ?? TOP)
  const isTree = shelf === 'user-groups'
  const to = { name: name.trim(), ...(isTree && { parent: parent === TOP ? null : parent }) }
  const sent = entry ? edit : add
  const save = () => {
    if (to.name === '') return
    if (!entry) return add.mutate(to, { onSuccess: onClose })
    const differs = { ...(to.name !== entry.name && { name: to.name }), ...parentOf(entry, to.parent) }
    if (Object.keys(differs).length === 0) return onClose()
    edit.mutate({ entry, to: differs }, { onSuccess: onClose })
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={entry ? text('library.editOf', { name: entry.name }) : text(`library.add.${shelf}`)}
    >
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        {sent.error && <Notice live look="bad" title={sent.error.message} />}
        <TextField label={text('library.name')} value={name} onChange={setName} maxLength={200} autoFocus isRequired />
        {isTree && (
          <Select
            label={text('library.under')}
            options={[{ id: TOP, name: text('library.top') }, ...parentsFor(all, entry)]}
            value={parent}
            onChange={setParent}
          />
        )}
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{text('ui.cancel')}</Button>
          <Button type="submit" look="primary" isPending={sent.isPending} isDisabled={to.name === ''}>
            {text('ui.save')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

function parentOf(entry: Entry, parent: string | null | undefined) {
  return parent === undefined || parent === (entry.parent?.id ?? null) ? {} : { parent }
}

function parentsFor(all: readonly Entry[], entry: Entry | undefined) {
  const never = entry ? withBelow(all, entry.id) : new Set<string>()
  return treeOf(all)
    .filter(({ group }) => !never.has(group.id))
    .map(({ group: { id, name }, depth }) => ({ id, name: `${'\u2003'.repeat(depth)}${name}` }))
}
