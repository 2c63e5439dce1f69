import { useState } from 'react'
import type { Source } from '../../src/contract/source.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { Panel } from '../ui/page.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import { type Access, useNewToken, useSourceEdit } from './queries.ts'
import { SecretOnce } from './secret-once.tsx'
import { endsSoon } from './trouble.ts'

type Token = Source['tokens'][number]

const DAY_MS = 86_400_000
export const inAYear = (): string => new Date(Date.now() + 365 * DAY_MS).toISOString()

/** Made, replaced without a gap, taken away. */
export function Tokens({ source }: { readonly source: Source }) {
  const [asked, setAsked] = useState<{ readonly kind: 'rotate' | 'revoke'; readonly token: Token }>()
  const [made, setMade] = useState<Access>()
  const create = useNewToken(source.id)
  const close = () => setAsked(undefined)
  return (
    <Panel
      flush
      title={text('sources.tokens')}
      actions={
        <Button
          icon="plus"
          isPending={create.isPending}
          onPress={() =>
            create.mutate({ label: text('sources.tokenLabel'), expiresAt: inAYear() }, { onSuccess: setMade })
          }
        >
          {text('sources.tokenNew')}
        </Button>
      }
    >
      {create.error && <Notice live look="bad" title={create.error.message} />}
      {source.tokens.length === 0 ? (
        <p className="px-4 pb-4 text-md text-ink-soft">
          {text(source.oauthClients > 0 ? 'sources.tokensByOAuth' : 'sources.tokensEmpty')}
        </p>
      ) : (
        <Table
          label={text('sources.tokens')}
          columns={columnsFor((kind, token) => setAsked({ kind, token }))}
          rows={source.tokens}
          rowKey={({ id }) => id}
        />
      )}
      {asked?.kind === 'rotate' && (
        <Rotate
          source={source}
          token={asked.token}
          onMade={(access) => {
            close()
            setMade(access)
          }}
          onClose={close}
        />
      )}
      {asked?.kind === 'revoke' && <Revoke source={source} token={asked.token} onClose={close} />}
      {made && <SecretOnce access={made} onClose={() => setMade(undefined)} />}
    </Panel>
  )
}

const columnsFor = (onAsk: (kind: 'rotate' | 'revoke', token: Token) => void): readonly Column<Token>[] => [
  {
    id: 'label',
    name: text('sources.tokenName'),
    width: 'minmax(0, 14fr)',
    card: 'title',
    cell: ({ label }) => <bdi className="block truncate font-medium">{label}</bdi>,
  },
  {
    id: 'made',
    name: text('sources.tokenMade'),
    width: 'minmax(0, 9fr)',
    cell: ({ createdAt }) => <Moment at={createdAt} />,
  },
  {
    id: 'used',
    name: text('sources.tokenUsed'),
    width: 'minmax(0, 9fr)',
    cell: ({ usedAt }) =>
      usedAt ? <Moment at={usedAt} /> : <span className="text-ink-soft">{text('sources.notYet')}</span>,
  },
  {
    id: 'ends',
    name: text('sources.tokenEnds'),
    width: 'minmax(0, 9fr)',
    cell: ({ expiresAt }) => {
      if (!expiresAt) return <span className="text-ink-soft">{text('sources.endless')}</span>
      return endsSoon(expiresAt) ? (
        <Tag look="warn" icon="clock">
          <Moment at={expiresAt} />
        </Tag>
      ) : (
        <Moment at={expiresAt} form="since" />
      )
    },
  },
  {
    id: 'actions',
    name: text('sources.actions'),
    width: '11rem',
    card: 'line',
    quietName: true,
    cell: (token) => (
      <span className="flex gap-1 @2xl:justify-end">
        <Button
          look="quiet"
          aria-label={text('sources.rotateOf', { name: token.label })}
          onPress={() => onAsk('rotate', token)}
        >
          {text('sources.rotate')}
        </Button>
        <Button
          look="quiet"
          aria-label={text('sources.revokeOf', { name: token.label })}
          onPress={() => onAsk('revoke', token)}
        >
          {text('sources.revoke')}
        </Button>
      </span>
    ),
  },
]

const overlaps = [0, 1, 24, 168] as const

function Rotate({
  source,
  token,
  onMade,
  onClose,
}: {
  readonly source: Source
  readonly token: Token
  readonly onMade: (access: Access) => void
  readonly onClose: () => void
}) {
  const [hours, setHours] = useState('24')
  const create = useNewToken(source.id)
  return (
    <Dialog isOpen onClose={onClose} title={text('sources.rotateOf', { name: token.label })}>
      <div className="flex flex-col gap-4">
        {create.error && <Notice live look="bad" title={create.error.message} />}
        <p className="text-md text-ink-soft">{text('sources.rotateAbout')}</p>
        <Select
          label={text('sources.overlap')}
          options={overlaps.map((each) => ({ id: String(each), name: text('sources.overlapHours', { count: each }) }))}
          value={hours}
          onChange={setHours}
        />
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{text('ui.cancel')}</Button>
          <Button
            look="primary"
            isPending={create.isPending}
            onPress={() =>
              create.mutate(
                { replaces: token.id, overlapHours: Number(hours), expiresAt: inAYear() },
                { onSuccess: onMade },
              )
            }
          >
            {text('sources.rotateDo')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function Revoke({
  source,
  token,
  onClose,
}: {
  readonly source: Source
  readonly token: Token
  readonly onClose: () => void
}) {
  const edit = useSourceEdit(source.id)
  const isLast = source.tokens.length === 1
  return (
    <Dialog isOpen onClose={onClose} title={text('sources.revokeOf', { name: token.label })}>
      {edit.error && <Notice live look="bad" title={edit.error.message} />}
      <p className="text-md">{text(isLast ? 'sources.revokeLast' : 'sources.revokeAbout', { source: source.name })}</p>
      {token.usedAt && (
        <p className="mt-2 text-md text-ink-soft">
          {text('sources.tokenUsed')}: <Moment at={token.usedAt} />
        </p>
      )}
      <div className="mt-5 flex justify-end gap-2">
        <Button onPress={onClose}>{text('ui.cancel')}</Button>
        <Button
          look="danger"
          isPending={edit.isPending}
          onPress={() => edit.mutate({ kind: 'revoke', token: token.id }, { onSuccess: onClose })}
        >
          {text('sources.revokeDo')}
        </Button>
      </div>
    </Dialog>
  )
}
