import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import type { IconName } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { useNewSource } from './queries.ts'
import { SecretOnce } from './secret-once.tsx'
import { Choices } from './sources-page.tsx'
import { inAYear } from './tokens.tsx'

export const kinds = [
  { kind: 'scim', icon: 'sources' },
  { kind: 'csv', icon: 'plans' },
] as const satisfies readonly { kind: string; icon: IconName }[]

/** Which kind, what it is called, and for SCIM the token that is shown this once. */
export function AddSource({ kind, onClose }: { readonly kind: string; readonly onClose: () => void }) {
  const navigate = useNavigate()
  const create = useNewSource()
  const [name, setName] = useState('')
  const chosen = kinds.find((each) => each.kind === kind)?.kind
  const open = (source: string) => void navigate({ to: '/sources/$source', params: { source }, replace: true })
  if (create.data?.scim) return <SecretOnce access={{ scim: create.data.scim }} onClose={() => open(create.data.id)} />
  if (!chosen)
    return (
      <Dialog isOpen onClose={onClose} title={text('sources.add')}>
        <Choices />
      </Dialog>
    )
  const body = { name, kind: chosen, ...(chosen === 'scim' && { tokenExpiresAt: inAYear() }) }
  return (
    <Dialog isOpen onClose={onClose} title={text(`sources.add.${chosen}`)}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '')
            create.mutate(body, { onSuccess: ({ id, scim }) => (scim === null ? open(id) : undefined) })
        }}
      >
        {create.error && <Notice live look="bad" title={create.error.message} />}
        <TextField
          label={text('sources.name')}
          hint={text(`sources.nameHint.${chosen}`)}
          value={name}
          onChange={setName}
          maxLength={200}
          autoFocus
        />
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{text('ui.cancel')}</Button>
          <Button type="submit" look="primary" isPending={create.isPending} isDisabled={name.trim() === ''}>
            {text('sources.create')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
