import { useState } from 'react'
import type { Use } from '../../src/contract/problem.ts'
import { ApiError } from '../api.ts'
import { list, text } from '../locales/text.ts'
import { IconButton } from '../ui/button.tsx'
import { NameDialog } from '../ui/name-dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { SearchSelect } from '../ui/search-select.tsx'
import { say } from '../ui/toast.tsx'
import { NOT_SET } from './entered.ts'
import { useShelf, useShelfEdit } from './lookups.ts'

interface Props {
  readonly kind: 'welcome' | 'settings'
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}

/** Not set, the default, or one of one's own: made, renamed and deleted here, without leaving the rule. */
export function TemplateField({ kind, value, error, onChange }: Props) {
  const shelf = `${kind}-templates` as const
  const templates = useShelf(shelf)
  const edit = useShelfEdit(shelf)
  const [open, setOpen] = useState<'new' | 'rename'>()
  const [refused, setRefused] = useState<string>()
  const own = templates?.find(({ id }) => id === value)
  const remove = async () => {
    if (!own) return
    try {
      await edit.mutateAsync({ kind: 'delete', id: own.id })
      onChange(NOT_SET)
      say({ title: text('rule.templateDeleted', { name: own.name }), undo: () => void again(own.name) })
    } catch (error) {
      setRefused(error instanceof ApiError ? refusalText(error) : String(error))
    }
  }
  const again = async (name: string) => {
    const made = await edit.mutateAsync({ kind: 'add', name })
    if (made) onChange(made.id)
  }
  const choose = (id: string) => {
    setRefused(undefined)
    onChange(id)
  }
  return (
    <div className="flex flex-col gap-2">
      <SearchSelect
        label={text(`rule.template.${kind}`)}
        hint={text(`rule.templateHint.${kind}`)}
        error={error}
        options={[
          { id: NOT_SET, name: text('rule.notSet') },
          { id: 'default', name: text('rule.default') },
          ...(templates ?? []),
        ]}
        value={value}
        onChange={choose}
        actions={
          <>
            {own && (
              <>
                <IconButton
                  icon="pen"
                  label={text('rule.templateRename', { name: own.name })}
                  onPress={() => setOpen('rename')}
                />
                <IconButton icon="trash" label={text('rule.templateDelete', { name: own.name })} onPress={remove} />
              </>
            )}
            <IconButton icon="plus" label={text(`rule.templateNew.${kind}`)} onPress={() => setOpen('new')} />
          </>
        }
      />
      {refused && (
        <Notice live look="warn" title={refused}>
          {text('rule.templateInUse')}
        </Notice>
      )}
      {open === 'new' && (
        <NameDialog
          title={text(`rule.templateNew.${kind}`)}
          about={text(`rule.templateNewHint.${kind}`)}
          submitText={text('rule.create')}
          onSubmit={again}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'rename' && own && (
        <NameDialog
          title={text('rule.templateRename', { name: own.name })}
          name={own.name}
          submitText={text('rule.rename')}
          onSubmit={(name) => edit.mutateAsync({ kind: 'rename', id: own.id, name })}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  )
}

/** Which rules, pins and drafts use it: the first of many by name. */
function refusalText({ code, message, problem }: ApiError): string {
  const { usedBy, count } = problem as { usedBy?: readonly Use[]; count?: number }
  if (code !== 'IN_USE' || !usedBy) return message
  const names = usedBy.slice(0, 3).map(({ name }) => name)
  return text('rule.usedBy', { names: list(names), others: (count ?? usedBy.length) - names.length })
}
