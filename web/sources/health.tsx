import type { Source } from '../../src/contract/source.ts'
import { text } from '../locales/text.ts'
import { Moment } from '../ui/moment.tsx'
import { State } from '../ui/tag.tsx'

/** Without a word for so long, a provider that pushes changes has probably stopped. */
const SILENT_MS = 24 * 3_600_000

/** Whether anything comes from it, by shape and word. */
export function Health({ source }: { readonly source: Pick<Source, 'state' | 'contactAt' | 'kind'> }) {
  const { state, contactAt, kind } = source
  if (state === 'paused') return <State mark="crossed">{text('sources.paused')}</State>
  if (contactAt === null) return <State mark="ring">{text(kind === 'csv' ? 'sources.noFile' : 'sources.never')}</State>
  if (kind === 'csv')
    return (
      <State mark="full" look="good">
        {text('sources.imported')} <Moment at={contactAt} />
      </State>
    )
  const silent = Date.now() - Date.parse(contactAt) > SILENT_MS
  return (
    <State mark={silent ? 'half' : 'full'} look={silent ? 'warn' : 'good'}>
      {text(silent ? 'sources.silent' : 'sources.live')}
      {silent ? ' ' : ' · '}
      <Moment at={contactAt} form={silent ? 'since' : 'relative'} />
    </State>
  )
}
