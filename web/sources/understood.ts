import type { ScimRequest, Understood } from '../../src/contract/traffic.ts'
import { list, text } from '../locales/text.ts'

/** What a request was understood as, in a sentence. */
export function understoodText(understood: Understood): string {
  const {
    code,
    name = '',
    to = '',
    count = 0,
    added = 0,
    removed = 0,
    fields = [],
    reason = 'other',
    done = [],
  } = understood
  if (code === 'refused') return text(`sources.refusedAs.${reason}`)
  if (code === 'bulk')
    return text('sources.did.bulk', {
      fields: list(done.map((part) => text(`sources.bulk.${part.deed}`, { count: part.count }))),
    })
  // Where names are left out, the sentence without one.
  if (name === '' && (code === 'user-renamed' || code === 'group-renamed')) return text('sources.did.renamed')
  const who = name || text(code.startsWith('group') ? 'sources.aGroup' : 'sources.aUser')
  if (code === 'user-renamed' && to === '') return text('sources.did.user-changed', { name: who, fields: list(fields) })
  return text(`sources.did.${code}`, { name: who, to, count, added, removed, fields: list(fields) })
}

/** Below it: what to do about a refusal, or what is odd about it. */
export function adviceOf({ understood, quirks }: Pick<ScimRequest, 'understood' | 'quirks'>): readonly Advice[] {
  const { reason, pending = 0 } = understood
  return [
    ...(reason ? [{ look: 'bad' as const, text: text(`sources.remedy.${reason}`) }] : []),
    ...(pending > 0 ? [{ look: 'warn' as const, text: text('sources.pending', { count: pending }) }] : []),
    ...quirks.map((quirk) => ({
      look: 'soft' as const,
      text: text(`sources.quirk.${quirk.code}`, { path: quirk.path }),
    })),
  ]
}

export interface Advice {
  readonly look: 'bad' | 'warn' | 'soft'
  readonly text: string
}
