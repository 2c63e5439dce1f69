import { useState } from 'react'
import { text } from '../locales/text.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { SearchList, type TreeOption } from './search-list.tsx'

interface Props {
  readonly title: string
  readonly about?: string
  readonly options: readonly TreeOption[]
  readonly chosen: readonly string[]
  /** What the button says that takes over so many. */
  readonly applyText: (count: number) => string
  readonly onApply: (chosen: readonly string[]) => void
  readonly onClose: () => void
  /** Makes one of the name that was typed and not found, and gives its id; what it says of it. */
  readonly create?: { readonly text: (name: string) => string; readonly make: (name: string) => Promise<string> }
}

/** Any number of a list, taken over together. */
export function PickMany({ title, about, options, chosen, applyText, onApply, onClose, create }: Props) {
  const [picked, setPicked] = useState<ReadonlySet<string>>(() => new Set(chosen))
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string>()
  const name = typed.trim()
  const isNew = name !== '' && !options.some((option) => option.name.toLowerCase() === name.toLowerCase())
  const add = () =>
    create
      ?.make(name)
      .then((id) => {
        setPicked((before) => new Set([...before, id]))
        setTyped('')
        setError(undefined)
      })
      .catch((refused: Error) => setError(refused.message))
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      {about && <p className="mb-2 text-sm text-ink-soft">{about}</p>}
      <div className="-mx-1 rounded-md">
        <SearchList
          label={title}
          options={options}
          typed={typed}
          onType={setTyped}
          many={{ chosen: picked, onChange: setPicked }}
        />
      </div>
      {create && isNew && (
        <Button look="quiet" icon="plus" onPress={add} className="mt-1 max-w-full justify-start!">
          <span className="truncate">{create.text(name)}</span>
        </Button>
      )}
      {error && (
        <p role="alert" className="mt-1 text-sm text-bad-ink">
          {error}
        </p>
      )}
      <div className="mt-4 flex flex-wrap items-center justify-end gap-2">
        <Button look="quiet" isDisabled={picked.size === 0} onPress={() => setPicked(new Set())} className="mr-auto">
          {text('ui.chooseNone')}
        </Button>
        <Button onPress={onClose}>{text('ui.cancel')}</Button>
        <Button
          look="primary"
          onPress={() => {
            onApply(inOrder(picked, options))
            onClose()
          }}
        >
          {applyText(picked.size)}
        </Button>
      </div>
    </Dialog>
  )
}

/** In the order of the list; what is not in it, or not yet, stays chosen all the same. */
function inOrder(picked: ReadonlySet<string>, options: readonly TreeOption[]): readonly string[] {
  const listed = options.flatMap(({ id }) => (picked.has(id) ? [id] : []))
  return [...listed, ...[...picked].filter((id) => !listed.includes(id))]
}
