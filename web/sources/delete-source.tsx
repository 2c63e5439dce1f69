import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Source } from '../../src/contract/source.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { say } from '../ui/toast.tsx'
import { useDeleteSource } from './queries.ts'

/** What goes with it, and how many, stands on the button: the server refuses another number. */
export function DeleteSource({ source }: { readonly source: Source }) {
  const [isAsked, setAsked] = useState(false)
  const navigate = useNavigate()
  const counts = { name: source.name, users: source.users, groups: source.groups }
  const remove = useDeleteSource(source.id, async () => {
    say({ title: text('sources.deleted', counts) })
    await navigate({ to: '/sources' })
  })
  const close = () => setAsked(false)
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="max-w-prose text-md text-ink-soft">{text('sources.deleteAbout')}</p>
      <Button look="danger" icon="trash" onPress={() => setAsked(true)}>
        {text('sources.delete')}
      </Button>
      {isAsked && (
        <Dialog isOpen onClose={close} title={text('sources.deleteOf', { name: source.name })}>
          {remove.error && <Notice live look="bad" title={remove.error.message} />}
          <p className="text-md">{text('sources.deleteConsequence', counts)}</p>
          <p className="mt-2 text-md text-ink-soft">{text('sources.deletePause')}</p>
          <div className="mt-5 flex flex-wrap justify-end gap-2">
            <Button onPress={close}>{text('ui.cancel')}</Button>
            <Button look="danger" icon="trash" isPending={remove.isPending} onPress={() => remove.mutate(source.users)}>
              {text('sources.deleteCount', counts)}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  )
}
