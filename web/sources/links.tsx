import { useState } from 'react'
import type { Source } from '../../src/contract/source.ts'
import type { NewSourceLink } from '../../src/contract/traffic.ts'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { Panel } from '../ui/page.tsx'
import { say } from '../ui/toast.tsx'
import { CopyField } from './copy-field.tsx'
import { useLinks, useNewLink, useSourceEdit } from './queries.ts'

/** For whoever sets up the provider and has no account here. */
export function ShareLink({ source, onClose }: { readonly source: Source; readonly onClose: () => void }) {
  const create = useNewLink(source.id)
  const [label, setLabel] = useState('')
  const [tokenAllowed, setTokenAllowed] = useState(false)
  return (
    <Dialog isOpen onClose={onClose} title={text('sources.share')}>
      {create.data ? (
        <Made link={create.data} onClose={onClose} />
      ) : (
        <div className="flex flex-col gap-4">
          {create.error && <Notice live look="bad" title={create.error.message} />}
          <p className="text-md text-ink-soft">{text('sources.shareAbout')}</p>
          <TextField
            label={text('sources.shareFor')}
            hint={text('sources.shareForHint')}
            value={label}
            onChange={setLabel}
            maxLength={200}
            autoFocus
          />
          <div>
            <Checkbox isSelected={tokenAllowed} onChange={setTokenAllowed}>
              {text('sources.shareToken')}
            </Checkbox>
            <p className="text-sm text-ink-soft">{text('sources.shareTokenHint')}</p>
          </div>
          <div className="flex justify-end gap-2">
            <Button onPress={onClose}>{text('ui.cancel')}</Button>
            <Button
              look="primary"
              icon="link"
              isPending={create.isPending}
              onPress={() => create.mutate({ tokenAllowed, ...(label.trim() !== '' && { label: label.trim() }) })}
            >
              {text('sources.shareMake')}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}

function Made({ link, onClose }: { readonly link: NewSourceLink; readonly onClose: () => void }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-md text-ink-soft">
        {text('sources.shareMade')} <Moment at={link.expiresAt} form="since" />
      </p>
      <CopyField label={text('sources.link')} value={link.url} />
      <div className="flex justify-end">
        <Button onPress={onClose}>{text('ui.close')}</Button>
      </div>
    </div>
  )
}

/** Those that are open. */
export function Links({ source }: { readonly source: Source }) {
  const links = useLinks(source.id)
  const edit = useSourceEdit(source.id)
  return (
    <Panel title={text('sources.links')}>
      <Answer to={links}>
        {({ links: open }) =>
          open.length === 0 ? (
            <p className="text-md text-ink-soft">{text('sources.linksEmpty')}</p>
          ) : (
            <ul className="flex flex-col gap-2">
              {open.map(({ id, label, createdBy, expiresAt, usedAt, tokenMadeAt }) => (
                <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
                  <span className="min-w-0">
                    <bdi className="font-medium">{label}</bdi>
                    <span className="block text-sm text-ink-soft">
                      {text('sources.linkBy', { name: createdBy })} · {text('sources.linkUntil')}{' '}
                      <Moment at={expiresAt} form="since" /> ·{' '}
                      {usedAt ? (
                        <>
                          {text('sources.linkOpened')} <Moment at={usedAt} />
                        </>
                      ) : (
                        text('sources.linkUnopened')
                      )}
                      {tokenMadeAt && ` · ${text('sources.linkToken')}`}
                    </span>
                  </span>
                  <Button
                    look="quiet"
                    aria-label={text('sources.unlinkOf', { name: label })}
                    onPress={() =>
                      edit.mutate(
                        { kind: 'unlink', link: id },
                        {
                          onSuccess: () => say({ title: text('sources.unlinked') }),
                          onError: (error) => say({ look: 'bad', title: error.message }),
                        },
                      )
                    }
                  >
                    {text('sources.unlink')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  )
}
