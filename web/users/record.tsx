import { useCallback } from 'react'
import type { User } from '../../src/contract/user.ts'
import { text } from '../locales/text.ts'
import { Answer, Lines } from '../ui/answer.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { useAddress } from './asked.ts'
import { CopyButton } from './copy-button.tsx'
import { useRecord } from './queries.ts'

/** What the source said, as it is stored: to read, to search and to copy, never to edit. */
export function RecordOf({ user }: { readonly user: User }) {
  const record = useRecord(user.id)
  const { search, go } = useAddress()
  const find = useCallback((typed: string) => go({ find: typed.trim() === '' ? undefined : typed }), [go])
  return (
    <Answer to={record} skeleton={<Lines count={4} />}>
      {({ record: document, source, externalId, createdAt, updatedAt, version }) => {
        const json = JSON.stringify(document, null, 2)
        return (
          <>
            <div className="flex flex-wrap items-center justify-between gap-2">
              <SearchField
                label={text('user.findInRecord')}
                placeholder={text('user.findInRecord')}
                value={search.find ?? ''}
                onSearch={find}
              />
              <CopyButton name={text('user.copyRecord')} said={() => json} />
            </div>
            <Panel>
              <p className="flex flex-wrap gap-x-4 text-sm text-ink-soft">
                <span>{text('user.recordOf', { source: source.name })}</span>
                {externalId !== null && (
                  <span className="min-w-0 wrap-anywhere">
                    {text('user.externalId')} <span className="font-mono">{externalId}</span>
                  </span>
                )}
                <span>
                  {text('user.cameAt')} <Moment at={createdAt} form="short" />
                </span>
                <span>
                  {text('user.changedAt', { version })} <Moment at={updatedAt} form="short" />
                </span>
              </p>
              <Json json={json} find={search.find?.trim() ?? ''} />
            </Panel>
          </>
        )
      }}
    </Answer>
  )
}

/** Line by line: of a search those that have it stand out, and how many there are is said. */
function Json({ json, find }: { readonly json: string; readonly find: string }) {
  const lines = json.split('\n')
  const wanted = find.toLocaleLowerCase()
  const has = (line: string) => wanted !== '' && line.toLocaleLowerCase().includes(wanted)
  const count = lines.filter(has).length
  return (
    <>
      <p role="status" className="mt-2 text-sm text-ink-soft empty:hidden">
        {find !== '' && text('user.foundLines', { count })}
      </p>
      <pre dir="ltr" className="mt-3 rounded-md border border-line bg-canvas py-2 font-mono text-sm">
        {lines.map((line, index) => (
          <code
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is where it is
            key={index}
            className={`block px-3 whitespace-pre-wrap wrap-anywhere ${has(line) ? 'bg-accent-soft text-accent-ink' : ''}`}
          >
            {line}
          </code>
        ))}
      </pre>
    </>
  )
}
