import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ActivityEntry, Change } from '../../src/contract/activity.ts'
import type { Request } from '../../src/contract/because.ts'
import { useLibraryNames } from '../library/names.ts'
import { wholeMoment } from '../locales/moment.ts'
import { text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Answer } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Moment } from '../ui/moment.tsx'
import { say } from '../ui/toast.tsx'
import { actText, changeText } from './act.ts'
import { becauseText } from './because.ts'
import { LinkTo } from './link-to.tsx'
import { maskedJson } from './masked.ts'
import { entryQuery } from './queries.ts'

/** The whole of a request or a change. Its address is the page's. */
export function EntryDrawer({
  id,
  known,
  onClose,
}: {
  readonly id: string
  readonly known: ActivityEntry | undefined
  readonly onClose: () => void
}) {
  const asked = useQuery({ ...entryQuery(id), ...(known && { initialData: known }) })
  return (
    <Dialog isOpen onClose={onClose} place="side" title={text(titleOf(asked.data))}>
      <Answer to={asked}>
        {(entry) => (
          <div className="flex flex-col gap-5">
            <h3 className="text-lg font-semibold">{entry.type === 'request' ? actText(entry) : changeText(entry)}</h3>
            <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-4 gap-y-2.5 text-md max-sm:grid-cols-1 max-sm:gap-y-1">
              <Fact name={text('activity.at')}>
                {wholeMoment(new Date(entry.at))}{' '}
                <span className="text-ink-soft">
                  (<Moment at={entry.at} />)
                </span>
              </Fact>
              {entry.type === 'request' ? <RequestFacts request={entry} /> : <ChangeFacts change={entry} />}
            </dl>
            <Detail entry={entry} />
            <Permalink />
          </div>
        )}
      </Answer>
    </Dialog>
  )
}

function titleOf(entry: ActivityEntry | undefined) {
  return entry?.type === 'change' ? 'activity.change' : entry ? 'activity.request' : 'activity.entry'
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0 break-words max-sm:mb-1.5">{children}</dd>
    </>
  )
}

function RequestFacts({ request: { actor, target } }: { readonly request: Request }) {
  return (
    <>
      <Fact name={text('activity.by')}>
        <bdi>{actor.name}</bdi> <span className="text-ink-soft">({text(`activity.actor.${actor.kind}`)})</span>
      </Fact>
      {target?.name && (
        <Fact name={text('activity.target')}>
          <LinkTo kind={target.kind} id={target.id}>
            <bdi>{target.name}</bdi>
          </LinkTo>
        </Fact>
      )}
    </>
  )
}

function ChangeFacts({ change: { user, product, tier, because, run } }: { readonly change: Change }) {
  return (
    <>
      <Fact name={text('activity.user')}>
        <LinkTo kind="user" id={user.id}>
          <bdi>{user.name}</bdi>
        </LinkTo>
      </Fact>
      {product && (
        <Fact name={text('activity.product')}>
          <LinkTo kind="product" id={product.id}>
            {productName(product, tier)}
          </LinkTo>
        </Fact>
      )}
      <Fact name={text('activity.because')}>
        <LinkTo kind="rule" id={because.rule?.id ?? null}>
          {becauseText(because)}
        </LinkTo>
        {because.version !== undefined && (
          <span className="text-ink-soft"> {text('activity.version', { version: because.version })}</span>
        )}
      </Fact>
      {because.request && <LedBy request={because.request} />}
      <Fact name={text('activity.run')}>
        <LinkTo kind="run" id={String(run)}>
          {run}
        </LinkTo>
      </Fact>
    </>
  )
}

/** The act from outside that it came from. */
function LedBy({ request }: { readonly request: string }) {
  const { data } = useQuery(entryQuery(request))
  if (data?.type !== 'request') return null
  return (
    <Fact name={text('activity.ledBy')}>
      <Link
        to="."
        search={(search) => ({ ...search, entry: request })}
        replace
        resetScroll={false}
        className="underline-offset-2 hover:underline"
      >
        {actText(data)}
      </Link>{' '}
      <span className="text-ink-soft">
        {text('activity.byName', { name: data.actor.name })}, <Moment at={data.at} />
      </span>
    </Fact>
  )
}

function Detail({ entry: { detail, kind } }: { readonly entry: ActivityEntry }) {
  const names = useLibraryNames()
  const shown = detail === null || detail === undefined ? '' : maskedJson(detail, names)
  return (
    <section className="flex flex-col gap-1.5">
      <h4 className="text-sm font-medium">{text('activity.detail')}</h4>
      {shown === '' || shown === '{}' ? (
        <p className="text-md text-ink-soft">{text('activity.noDetail')}</p>
      ) : (
        <pre className="rounded-lg border border-line bg-canvas p-3 font-mono text-xs break-words whitespace-pre-wrap">
          {shown}
        </pre>
      )}
      <p className="font-mono text-xs text-ink-soft">{kind}</p>
    </section>
  )
}

function Permalink() {
  const copy = () =>
    navigator.clipboard.writeText(window.location.href).then(
      () => say({ title: text('activity.copied') }),
      () => say({ title: text('activity.notCopied'), look: 'warn' }),
    )
  return (
    <div>
      <Button icon="link" onPress={() => void copy()}>
        {text('activity.copyLink')}
      </Button>
    </div>
  )
}
