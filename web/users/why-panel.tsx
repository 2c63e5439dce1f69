import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { text } from '../locales/text.ts'
import { sessionQuery } from '../signin/queries.ts'
import { Answer } from '../ui/answer.tsx'
import { Button, buttonClass, IconButton } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { State } from '../ui/tag.tsx'
import { questionOf, useAddress, useAsked } from './asked.ts'
import { CopyButton } from './copy-button.tsx'
import { pinFields } from './pin-draft.ts'
import { useWhy } from './queries.ts'
import { JudgedRules } from './why-rules.tsx'
import { Way } from './why-way.tsx'
import { type Answered, asides, productOf, ticketText } from './why-words.ts'

interface Props {
  readonly user: string
  /** A field, or the id of a product. */
  readonly about: string
  readonly name: string
}

/** One sentence, then the tree below it: the way it came about, the rules that lost, what is missing. */
export function WhyPanel({ user, about, name }: Props) {
  const why = useWhy(user, questionOf(about))
  const { close } = useAsked()
  return (
    <section
      aria-label={text('why.label', { name })}
      className="relative rounded-lg border border-line bg-canvas py-3 pr-10 pl-4"
    >
      <IconButton icon="close" label={text('why.close')} onPress={close} className="absolute top-1.5 right-1.5" />
      <Answer to={why} skeleton={<div className="skeleton h-4 w-2/3" />}>
        {(found) => (
          <div className="flex flex-col gap-3">
            <Said why={found} />
            <div className="grid grid-cols-1 items-start gap-x-8 gap-y-3 lg:grid-cols-2 lg:not-has-[>:nth-child(2)]:grid-cols-1">
              {'deviceGroups' in found ? null : <Way why={found} />}
              {found.field !== 'product' && <Steps why={found} />}
              <Further why={found} />
            </div>
            <Actions why={found} />
          </div>
        )}
      </Answer>
    </section>
  )
}

function Said({ why }: { readonly why: Answered }) {
  return (
    <div className="max-w-[70ch]">
      <p className="text-md font-semibold">{why.sentence}</p>
      {asides(why).map((sentence) => (
        <p key={sentence} className="mt-1 text-md text-ink-soft">
          {sentence}
        </p>
      ))}
    </div>
  )
}

/** Of a language, status or access: what is asked one after the other, and where the answer was found. */
function Steps({
  why: { steps = [], applied = [], field },
}: {
  readonly why: Exclude<Answered, { field: 'product' }>
}) {
  if (steps.length + applied.length === 0) return null
  const first = field === 'language'
  return (
    <ul className="flex flex-col gap-0.5 text-md">
      {steps.map(({ kind, holds, sentence }) => (
        <li key={kind} className="flex gap-2">
          <State mark={holds ? 'full' : 'ring'} look={holds ? 'good' : 'soft'}>
            <span className="sr-only">{text(holds ? (first ? 'why.decides' : 'why.holds') : 'why.not')}</span>
          </State>
          <span className={holds ? '' : 'text-ink-soft'}>{sentence}</span>
        </li>
      ))}
      {applied.map(({ product, template, at }) => (
        <li key={product.id} className="text-ink-soft">
          {text('why.applied', {
            product: product.name,
            template: template === 'default' ? text('user.default') : template.name,
          })}{' '}
          <Moment at={at} form="short" />
        </li>
      ))}
    </ul>
  )
}

/** The rules beside the one that decides. Device groups add up, so each of them has its own. */
function Further({ why }: { readonly why: Answered }) {
  const of = productOf(why)
  if (why.field !== 'product' && why.deviceGroups) {
    return why.deviceGroups.map(({ group, sentence, losers, missing, winner, since }) => (
      <div key={group.id} className="flex flex-col gap-2">
        <p className="text-md">{sentence}</p>
        <Way why={{ ...why, winner, since, cause: null }} />
        <JudgedRules title={text('why.losers')} of={of} rules={losers} />
        <JudgedRules title={text('why.alsoMissing')} of={of} rules={missing} />
      </div>
    ))
  }
  const nothing = why.field === 'product' && why.answer === 'none'
  if (why.losers.length + why.missing.length === 0) return null
  return (
    <div className="flex flex-col gap-3">
      <JudgedRules title={text('why.losers')} of={of} rules={why.losers} />
      <JudgedRules title={text(nothing ? 'why.missing' : 'why.alsoMissing')} of={of} rules={why.missing} />
    </div>
  )
}

function Actions({ why }: { readonly why: Answered }) {
  const { winner } = why
  const { go } = useAddress()
  const mayEdit = useQuery(sessionQuery).data?.session?.role !== 'manager'
  const mayPin = mayEdit && why.withheld !== 'deleted' && pinFields.some((field) => field === why.field)
  const stopped = why.field === 'product' && why.stopped !== null
  const waiting = why.field === 'product' ? why.waiting : null
  return (
    <div className="flex flex-wrap gap-2">
      {stopped && (
        <Link to="/plans" search={{ tab: 'stopped' }} className={buttonClass()}>
          {text('why.openStopped')}
        </Link>
      )}
      {waiting && why.field === 'product' && (
        <Link to="/seats" search={{ product: why.product.id, tier: waiting.tier.id }} className={buttonClass()}>
          {text('why.openLine')}
        </Link>
      )}
      {winner?.kind === 'rule' && (
        <Link to="/rules" search={{ rule: winner.rule.id }} className={buttonClass()}>
          {text('why.openRule')}
        </Link>
      )}
      {mayPin && (
        <Button icon="pin" onPress={() => go({ open: 'pin' })}>
          {text('user.pin')}
        </Button>
      )}
      <CopyButton name={text('why.copy')} said={() => ticketText(why, window.location.href)} />
    </div>
  )
}
