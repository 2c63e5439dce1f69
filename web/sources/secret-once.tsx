import { useState } from 'react'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { CopyField } from './copy-field.tsx'
import type { Access } from './queries.ts'

/** A token as it is shown once. It goes only when somebody says that they have it. */
export function SecretOnce({ access, onClose }: { readonly access: Access; readonly onClose: () => void }) {
  const [isSure, setSure] = useState(false)
  const [isCopied, setCopied] = useState(false)
  const leave = () => (isCopied ? onClose() : setSure(true))
  return (
    <Dialog isOpen onClose={leave} title={text('sources.secretTitle')}>
      <div className="flex flex-col gap-4">
        <p className="text-md text-ink-soft">{text('sources.secretAbout')}</p>
        <CopyField label={text('sources.url')} value={access.scim.url} />
        <CopyField label={text('sources.token')} value={access.scim.token} onCopied={() => setCopied(true)} />
        {isSure && <Notice live look="warn" title={text('sources.secretSure')} />}
        <div className="flex justify-end">
          <Button look="primary" icon="check" onPress={onClose}>
            {text('sources.secretDone')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
