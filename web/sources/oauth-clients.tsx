import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { NewOAuthClient, OAuthClient, Source } from '../../src/contract/source.ts'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { OneOf } from '../ui/one-of.tsx'
import { Panel } from '../ui/page.tsx'
import { CopyField } from './copy-field.tsx'
import { useNewOAuthClient, useOAuthClients, useSourceEdit } from './queries.ts'

/** Who gets tokens for an hour: added, and revoked. */
export function OAuthClients({ source }: { readonly source: Source }) {
  const clients = useOAuthClients(source.id)
  const [isAdding, setAdding] = useState(false)
  const [revoked, setRevoked] = useState<OAuthClient>()
  return (
    <Panel
      title={text('sources.oauth')}
      actions={
        <Button icon="plus" onPress={() => setAdding(true)}>
          {text('sources.oauthAdd')}
        </Button>
      }
    >
      <Answer to={clients}>
        {({ clients: known }) =>
          known.length === 0 ? (
            <p className="text-md text-ink-soft">{text('sources.oauthEmpty')}</p>
          ) : (
            <ul className="flex flex-col gap-2">
              {known.map((client) => (
                <Line key={client.id} client={client} onRevoke={() => setRevoked(client)} />
              ))}
            </ul>
          )
        }
      </Answer>
      {isAdding && <Add source={source} onClose={() => setAdding(false)} />}
      {revoked && <Revoke source={source} client={revoked} onClose={() => setRevoked(undefined)} />}
    </Panel>
  )
}

function Line({ client, onRevoke }: { readonly client: OAuthClient; readonly onRevoke: () => void }) {
  const { id, label, trusted, usedAt } = client
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <span className="min-w-0">
        <bdi className="font-medium">{label}</bdi>
        <span className="block text-sm text-ink-soft [overflow-wrap:anywhere]">
          {trusted ? trusted.issuer : text('sources.oauthBySecret')} ·{' '}
          {usedAt ? (
            <>
              {text('sources.used')} <Moment at={usedAt} />
            </>
          ) : (
            text('sources.unused')
          )}
        </span>
        <span className="block font-mono text-xs text-ink-soft [overflow-wrap:anywhere] select-all">{id}</span>
      </span>
      <Button look="quiet" aria-label={text('sources.revokeOf', { name: label })} onPress={onRevoke}>
        {text('sources.revoke')}
      </Button>
    </li>
  )
}

const parts = ['issuer', 'audience', 'subject', 'jwksUrl'] as const
const nothing = { issuer: '', audience: '', subject: '', jwksUrl: '' }

function Add({ source, onClose }: { readonly source: Source; readonly onClose: () => void }) {
  const [way, setWay] = useState<'secret' | 'assertion'>('secret')
  const [label, setLabel] = useState('')
  const [trusted, setTrusted] = useState(nothing)
  const create = useNewOAuthClient(source.id)
  const isWhole = label.trim() !== '' && (way === 'secret' || parts.every((part) => trusted[part].trim() !== ''))
  if (create.data) return <Made client={create.data} onClose={onClose} />
  return (
    <Dialog isOpen onClose={onClose} title={text('sources.oauthAdd')}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isWhole) create.mutate({ label: label.trim(), trusted: way === 'assertion' ? trusted : null })
        }}
      >
        {create.error && <Notice live look="bad" title={create.error.message} />}
        <TextField label={text('sources.tokenName')} value={label} onChange={setLabel} maxLength={200} autoFocus />
        <OneOf
          label={text('sources.oauthWay')}
          options={(['secret', 'assertion'] as const).map((id) => ({
            id,
            name: text(`sources.oauthWay.${id}`),
            hint: text(`sources.oauthWayHint.${id}`),
          }))}
          value={way}
          onChange={setWay}
        />
        {way === 'assertion' &&
          parts.map((part) => (
            <TextField
              key={part}
              isCode
              label={text(`sources.oauth.${part}`)}
              value={trusted[part]}
              onChange={(to) => setTrusted({ ...trusted, [part]: to })}
              maxLength={2000}
            />
          ))}
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{text('ui.cancel')}</Button>
          <Button type="submit" look="primary" isPending={create.isPending} isDisabled={!isWhole}>
            {text('sources.oauthAddDo')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

/** What goes into the provider. A secret leaves only when somebody says that they have it. */
function Made({ client, onClose }: { readonly client: NewOAuthClient; readonly onClose: () => void }) {
  const { secret } = client
  const [isSure, setSure] = useState(false)
  const [isCopied, setCopied] = useState(secret === null)
  return (
    <Dialog isOpen onClose={() => (isCopied ? onClose() : setSure(true))} title={text('sources.oauthMade')}>
      <div className="flex flex-col gap-4">
        <p className="text-md text-ink-soft">
          {text(secret === null ? 'sources.oauthMadeAssertion' : 'sources.oauthMadeSecret')}
        </p>
        <CopyField label={text('sources.url')} value={client.url} />
        <CopyField label={text('sources.oauth.tokenUrl')} value={client.tokenUrl} />
        <CopyField label={text('sources.oauth.id')} value={client.id} />
        {secret !== null && (
          <CopyField label={text('sources.oauth.secret')} value={secret} onCopied={() => setCopied(true)} />
        )}
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

function Revoke({
  source,
  client,
  onClose,
}: {
  readonly source: Source
  readonly client: OAuthClient
  readonly onClose: () => void
}) {
  const edit = useSourceEdit(source.id)
  return (
    <Dialog isOpen onClose={onClose} title={text('sources.revokeOf', { name: client.label })}>
      {edit.error && <Notice live look="bad" title={edit.error.message} />}
      <p className="text-md">{text('sources.oauthRevokeAbout')}</p>
      <div className="mt-5 flex justify-end gap-2">
        <Button onPress={onClose}>{text('ui.cancel')}</Button>
        <Button
          look="danger"
          isPending={edit.isPending}
          onPress={() => edit.mutate({ kind: 'revoke-client', client: client.id }, { onSuccess: onClose })}
        >
          {text('sources.oauthRevokeDo')}
        </Button>
      </div>
    </Dialog>
  )
}
