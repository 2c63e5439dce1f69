import type { ScimRequestWhole } from '../../src/contract/traffic.ts'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Moment } from '../ui/moment.tsx'
import { useRequest } from './queries.ts'
import { Advices, milliseconds, readable, StatusTag } from './requests.tsx'
import { adviceOf, understoodText } from './understood.ts'

/** One request, whole: what came, what was understood, what was answered. */
export function RequestDrawer({
  source,
  request,
  onClose,
}: {
  readonly source: string
  readonly request: string
  readonly onClose: () => void
}) {
  const whole = useRequest(source, request)
  return (
    <Dialog isOpen place="side" onClose={onClose} title={text('sources.request')}>
      <Answer to={whole}>{(shown) => <Whole request={shown} />}</Answer>
    </Dialog>
  )
}

function Whole({ request }: { readonly request: ScimRequestWhole }) {
  const { at, method, path, status, tookMs, client, credential, requestId, understood, received, answered } = request
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-1.5">
        <p className="text-md font-semibold">{understoodText(understood)}</p>
        <Advices of={adviceOf(request)} />
        {understood.detail && (
          <p className="text-sm text-ink-soft">{text('sources.answeredAs', { detail: understood.detail })}</p>
        )}
      </div>
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm [&_dt]:text-ink-soft">
        <dt>{text('sources.request')}</dt>
        <dd className="font-mono text-xs [overflow-wrap:anywhere]">
          {method} {readable(path)}
        </dd>
        <dt>{text('sources.answer')}</dt>
        <dd className="flex items-center gap-2">
          <StatusTag status={status} /> {milliseconds(tookMs)}
        </dd>
        <dt>{text('sources.when')}</dt>
        <dd>
          <Moment at={at} form="short" />
        </dd>
        <dt>{text('sources.client')}</dt>
        <dd className="[overflow-wrap:anywhere]">{client ?? '–'}</dd>
        {credential && (
          <>
            <dt>{text('sources.credential')}</dt>
            <dd className="[overflow-wrap:anywhere]">{credential}</dd>
          </>
        )}
        <dt>{text('sources.requestId')}</dt>
        <dd className="font-mono text-xs [overflow-wrap:anywhere] select-all">{requestId}</dd>
      </dl>
      <Body title={text('sources.received')} body={received} />
      <Body title={text('sources.answered')} body={answered} />
    </div>
  )
}

function Body({ title, body }: { readonly title: string; readonly body: string | null }) {
  return (
    <section className="flex min-w-0 flex-col gap-1">
      <h3 className="text-sm font-medium">{title}</h3>
      {body === null ? (
        <p className="text-sm text-ink-soft">{text('sources.noBody')}</p>
      ) : (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
          tabIndex={0}
          aria-label={title}
          className="max-h-96 overflow-auto rounded-lg border border-line bg-sunken p-3"
        >
          <pre className="font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">{pretty(body)}</pre>
        </section>
      )}
    </section>
  )
}

/** What was cut off is no JSON any more, and shown as it is. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return `${body} …`
  }
}
