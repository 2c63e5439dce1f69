import type { Source } from '../../src/contract/source.ts'
import { text } from '../locales/text.ts'
import { Moment } from '../ui/moment.tsx'
import { State } from '../ui/tag.tsx'
import { isSilent } from './trouble.ts'

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
  const silent = isSilent(contactAt)
  return (
    <State mark={silent ? 'half' : 'full'} look={silent ? 'warn' : 'good'}>
      {text(silent ? 'sources.silent' : 'sources.live')}
      {silent ? ' ' : ' · '}
      <Moment at={contactAt} form={silent ? 'since' : 'relative'} />
    </State>
  )
}
