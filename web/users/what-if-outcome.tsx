import type { ReactNode } from 'react'
import type { WhatIf } from '../../src/contract/what-if.ts'
import { list, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import type { Asked } from '../ui/answer.tsx'
import type { Option } from '../ui/choice.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'

interface Props {
  readonly outcome: Asked<WhatIf>
  readonly isAsked: boolean
  readonly source: string
  readonly added: readonly Option[]
  readonly left: readonly Option[]
}

/** What would be otherwise, before and after beside each other, and how it could become so. */
export function WhatIfOutcome({ outcome: { data, error }, isAsked, source, added, left }: Props) {
  return (
    <section aria-label={text('user.whatIfOutcome')} className="rounded-lg border border-line bg-canvas px-4 py-3">
      <div role="status" aria-live="polite" className="flex flex-col gap-3 text-md">
        {!isAsked ? (
          <p className="text-ink-soft">{text('user.whatIfEmpty')}</p>
        ) : error ? (
          <Notice look="bad" title={error.message} />
        ) : data ? (
          <Outcome found={data} />
        ) : (
          <p className="text-ink-soft">{text('ui.loading')}</p>
        )}
      </div>
      {isAsked && added.length + left.length > 0 && (
        <p className="mt-3 border-t border-line pt-3 text-sm text-ink-soft">
          {text('user.makeReal', { source })}{' '}
          {added.length > 0 && text('user.makeRealAdd', { groups: list(added.map(({ name }) => name)) })}{' '}
          {left.length > 0 && text('user.makeRealRemove', { groups: list(left.map(({ name }) => name)) })}
        </p>
      )}
    </section>
  )
}

type Product = WhatIf['products'][number]

function Outcome({ found }: { readonly found: WhatIf }) {
  const products = found.products.filter(({ changed }) => changed)
  const fields = found.fields.filter(({ changed }) => changed)
  return (
    <>
      <p className="font-semibold">{found.sentence}</p>
      {products.length + fields.length > 0 && (
        <ul className="flex flex-col gap-2">
          {products.map((each) => (
            <Row
              key={each.product.id}
              name={each.product.name}
              before={standText(each, each.before)}
              after={standText(each, each.after)}
              because={originText(each.after.winner)}
            />
          ))}
          {fields.map(({ field, group, before, after }) => (
            <Row
              key={`${field} ${group?.id}`}
              name={[text(`user.field.${field}`), group?.name].filter(Boolean).join(': ')}
              before={before.text}
              after={after.text}
              because={originText(after.winner)}
            />
          ))}
        </ul>
      )}
      {found.access.before !== found.access.after && (
        <p>{text(found.access.after ? 'user.accessGiven' : 'user.accessEnds')}</p>
      )}
      {found.mail && <p className="text-ink-soft">{text(`user.mailGoes.${found.mail}`)}</p>}
    </>
  )
}

function standText({ product, seat }: Product, { tier, state }: Product['before']): string {
  if (state === 'none' && seat.carriedBy) return text('seat.comesWith', { by: seat.carriedBy.name })
  if (state === 'none' || !tier) return text('user.noSeat')
  const name = productName(product, tier)
  if (state === 'grace') return text('seat.grace', { name })
  return state === 'waiting' ? text('seat.waiting', { name }) : name
}

function originText(winner: Product['after']['winner']): string | undefined {
  if (!winner) return undefined
  return winner.kind === 'rule'
    ? text('user.byRule', { rank: winner.rank, name: winner.rule.name })
    : text('why.pinBy', { reason: winner.reason, name: winner.createdBy })
}

interface RowProps {
  readonly name: string
  readonly before: ReactNode
  readonly after: ReactNode
  readonly because: string | undefined
}

function Row({ name, before, after, because }: RowProps) {
  return (
    <li>
      <span className="text-sm text-ink-soft">{name}</span>
      <span className="flex flex-wrap items-center gap-x-1.5">
        <span className="text-ink-soft">{before}</span>
        <Icon name="right" className="size-3.5! text-ink-soft" />
        <span className="sr-only">{text('user.becomes')}</span>
        <span className="font-medium">{after}</span>
      </span>
      {because && <span className="block text-sm text-ink-soft">{because}</span>}
    </li>
  )
}
