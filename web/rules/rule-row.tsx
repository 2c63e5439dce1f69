import { use } from 'react'
import type { PlannedRule } from '../../src/contract/plan.ts'
import type { Rule } from '../../src/contract/rule.ts'
import { number, text } from '../locales/text.ts'
import { Switch } from '../ui/switch.tsx'
import { State, Tag } from '../ui/tag.tsx'
import { MarksContext, OpenContext, SumsContext } from './beside-rows.ts'
import { Gives } from './gives.tsx'

interface Props {
  readonly rule: Rule
  readonly onSwitch: (on: boolean) => void
}

/** A rule in the list, but for its grip and its menu: columns, or the parts of a card. */
export function RuleRow({ rule, onSwitch }: Props) {
  const { rank, state } = rule
  return (
    <>
      <span className="text-right text-md text-ink-soft tabular-nums">
        <span className="sr-only">{text('rules.rank')} </span>
        {rank}
      </span>
      <Named rule={rule} />
      <div className="min-w-0 @max-2xl:col-span-2 @max-2xl:col-start-3 @max-2xl:row-start-2">
        <Gives rule={rule} />
      </div>
      <div className="text-right text-sm tabular-nums @max-2xl:col-span-2 @max-2xl:col-start-3 @max-2xl:row-start-3">
        <SumsOf id={rule.id} />
      </div>
      <div className="@max-2xl:col-start-3 @max-2xl:row-start-3">
        {state === 'shadow' ? (
          <State mark="half">{text('rules.shadow')}</State>
        ) : (
          <span className="inline-flex items-center gap-2 text-sm text-ink-soft">
            <Switch label={text('rules.onOff', { name: rule.name })} isSelected={state === 'on'} onChange={onSwitch} />
            <span aria-hidden="true">{text(state === 'on' ? 'rules.on' : 'rules.off')}</span>
          </span>
        )}
      </div>
      <OpenMark id={rule.id} />
    </>
  )
}

function OpenMark({ id }: { readonly id: string }) {
  if (use(OpenContext) !== id) return null
  return <span data-open className="absolute inset-y-0 left-0 w-1 bg-accent forced-colors:bg-[Highlight]" />
}

function Named({ rule }: { readonly rule: Rule }) {
  const { name, group, members, state, condition, description } = rule
  return (
    <div className="min-w-0">
      <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
        <span
          data-edit
          className={`min-w-0 truncate font-semibold ${state === 'on' ? '' : 'text-ink-soft'}`}
          title={name}
        >
          <bdi>{name}</bdi>
        </span>
        <MarksOf rule={rule} />
      </div>
      <p className="flex min-w-0 gap-1 text-sm text-ink-soft">
        {group.name.toLowerCase() !== name.toLowerCase() && (
          <>
            <bdi className="truncate" title={group.name}>
              {group.name}
            </bdi>
            <span aria-hidden="true">·</span>
          </>
        )}
        <span className="shrink-0 tabular-nums">
          {text(state === 'on' ? 'rules.members' : 'rules.membersOff', { count: members })}
        </span>
        {description !== '' && (
          <span className="hidden min-w-0 truncate @4xl:inline" title={description}>
            · {description}
          </span>
        )}
      </p>
      {condition !== null && (
        <p className="truncate font-mono text-xs text-ink-soft" title={condition}>
          {condition}
        </p>
      )}
    </div>
  )
}

/** What is worth a word: how it differs from the live rule, and what is wrong with it. */
function MarksOf({ rule }: { readonly rule: Rule }) {
  const marks = use(MarksContext)
  const mark = marks.of(rule.id)
  return (
    <>
      {mark && <Tag look="dashed">{text(`rules.mark.${mark}`)}</Tag>}
      {rule.groupGone && (
        <Tag look="bad" icon="exclamation">
          {text('rules.groupGone')}
        </Tag>
      )}
      {marks.isIdle(rule) && (
        <span title={text('rules.idleHint')} className="inline-flex max-w-full">
          <Tag look="warn" icon="exclamation">
            {text('rules.idle')}
          </Tag>
        </span>
      )}
      {marks.fails(rule.id) && <Tag look="outline">{text('rules.conditionFails')}</Tag>}
    </>
  )
}

function SumsOf({ id }: { readonly id: string }) {
  const sums = use(SumsContext).get(id)
  return sums && <Sums sums={sums} />
}

/** Its own contribution: by sign and word, the colour only repeats it. */
function Sums({ sums: { gain, lose, change } }: { readonly sums: PlannedRule }) {
  const parts = [
    { count: gain, sign: '+', colour: 'text-good-ink', words: text('rules.sumGain', { count: gain }) },
    { count: lose, sign: '\u2212', colour: 'text-bad-ink', words: text('rules.sumLose', { count: lose }) },
    { count: change, sign: '~', colour: 'text-warn-ink', words: text('rules.sumChange', { count: change }) },
  ].filter(({ count }) => count > 0)
  return (
    <span className="inline-flex flex-wrap justify-end gap-x-2">
      {parts.map(({ sign, count, colour, words }) => (
        <span key={sign} className={`font-medium ${colour}`} title={words}>
          <span aria-hidden="true">
            {sign}
            {number(count)}
          </span>
          <span className="sr-only">{words}</span>
        </span>
      ))}
    </span>
  )
}
