import type { FieldValue, WhyValue } from '../../contract/why.ts'
import { resolveLanguage } from '../../organization/language.ts'
import type { Db } from '../../platform/db/db.ts'
import type { Content } from '../../rules/content.ts'
import type { Asked, Judged, Value } from '../../rules/explain.ts'
import { languageText, say } from '../../words/say.ts'
import { sinceWhen } from '../since.ts'
import { assignmentsOf, templatesApplied } from '../store/user-past.ts'
import { type Circumstances, type Ruled, ruledOf } from '../store/why.ts'
import { causeOf } from './cause.ts'
import { namedInValue, shownValue, type Told, toldOf, valueText } from './told.ts'
import { because, losersOf, missingOf, shownPinned, shownRule, shownWinner } from './why-rules.ts'

export type SingleField = Exclude<Asked['field'], 'product' | 'device-groups'>

/** Why a field that has one value has it: what is assigned, what the rules and pins say, and how it came about. */
export async function shownValueWhy(db: Db, circumstances: Circumstances, field: SingleField): Promise<WhyValue> {
  const { user, person } = circumstances
  const [ruled, past, applied] = await Promise.all([
    ruledOf(db, circumstances, { field }),
    assignmentsOf(db, user.no),
    field === 'settings-template' ? templatesApplied(db, user.no) : [],
  ])
  const language = field === 'language' ? languageOf(circumstances, ruled.value) : null
  const assigned = assignedNow(circumstances, field)
  const decidedByRules = language === null || language.by === 'rule'
  const since = decidedByRules ? sinceWhen(past, { field }) : null
  const told = await toldOf(db, user, [ruled], {
    names: [
      ...(assigned === null ? [] : namedInValue(assigned)),
      ...applied.flatMap((row) => [row.product, row.template ?? row.product]),
    ],
    requests: [since?.request],
  })
  const valued = (value: Value | null) => ({
    value: shownValue(field, value, told.names),
    text: valueText(field, value, told.names),
  })
  const entitled = language ? language.value : ruled.value
  const judged = judgedOf(told, ruled, field)
  const isWithheld = field === 'role' && person.withheld !== null
  const other = valued(entitled)
  const now = valued(assigned)
  return {
    field,
    user: told.user,
    sentence: sentenceOf(told, field, {
      now,
      other,
      waits: !isWithheld && now.text !== other.text,
      because: isWithheld || language?.why ? '' : because(told, ruled, 'sets'),
      afterwards: isWithheld ? say(`because.${person.withheld!}`) : (language?.why ?? say('why.nobodySets')),
    }),
    ...now,
    entitled: other,
    ...judged,
    ...(language && language.by !== 'rule' && notByRules(told, ruled, judged, language)),
    withheld: person.withheld,
    since: since?.at.toISOString() ?? null,
    request: told.request(since?.request),
    cause: decidedByRules ? causeOf(told, ruled, since?.request) : null,
    ...(language && { steps: language.steps }),
    ...(field === 'settings-template' && {
      applied: applied.map((row) => ({
        product: { id: row.product, name: told.nameOf(row.product) },
        template: row.template === null ? ('default' as const) : { id: row.template, name: told.nameOf(row.template) },
        at: row.at.toISOString(),
      })),
    }),
  }
}

/** The rules of one value: who wins, who loses and why, who is missing what. */
export function judgedOf(told: Told, ruled: Ruled, field: SingleField | 'device-groups') {
  const row = ({ bearing, value }: Judged) => ({
    ...shownRule(told, bearing.rule),
    value: shownValue(field, value, told.names),
    text: valueText(field, value, told.names),
  })
  const winner = shownWinner(told, ruled)
  const standard = { kind: 'standard' as const, sentence: say('why.nobodySets') }
  return {
    winner: shownPinned(told, ruled) ?? (winner && ruled.winning ? { ...winner, ...row(ruled.winning) } : standard),
    losers: losersOf(told, ruled, 'value').map(({ judged, ...lost }): WhyValue['losers'][number] => ({
      ...row(judged),
      ...lost,
    })),
    missing: missingOf(told, ruled).map(({ judged, ...lacking }) => ({ ...row(judged), ...lacking })),
  }
}

/** What is assigned of a field, as the user has it now; null: nobody set it, or it is withheld. */
function assignedNow({ person, frame }: Circumstances, field: SingleField): Value | null {
  const content: Content | null = person.assignment?.content ?? null
  switch (field) {
    case 'role':
      return person.withheld ? null : (content?.role ?? null)
    case 'welcome-template':
      return content?.welcomeTemplate ?? null
    case 'language':
      return resolveLanguage(
        person.chosenLanguage,
        content?.language ?? null,
        person.directoryLanguage,
        frame.defaultLanguage,
      )
    case 'user-group':
      return content?.userGroup ?? null
    case 'settings-template':
      return content?.settingsTemplate ?? null
  }
}

interface Spoken {
  readonly value: Value
  readonly by: 'chosen' | 'rule' | 'directory' | 'organization'
  /** Null: the rule that wins says it. */
  readonly why: string | null
  readonly steps: NonNullable<WhyValue['steps']>
}

/** What the person chose, else what a rule says, else their record, else the organization; and who of them decides. */
function languageOf({ person, frame, user }: Circumstances, ruled: Value | null): Spoken {
  const { chosenLanguage: chosen, directoryLanguage: directory } = person
  const named = user.attributes.preferredLanguage ?? user.attributes.locale
  const steps = [
    {
      by: 'chosen',
      value: chosen,
      sentence: chosen ? say('step.chosen', { value: languageText(chosen) }) : say('step.notChosen'),
    },
    {
      by: 'rule',
      value: ruled,
      sentence: ruled ? say('step.rule', { value: languageText(String(ruled)) }) : say('step.noRule'),
    },
    {
      by: 'directory',
      value: directory,
      sentence: directory
        ? say('step.directory', { value: languageText(directory), asked: String(named) })
        : say('step.noDirectory'),
    },
    {
      by: 'organization',
      value: frame.defaultLanguage,
      sentence: say('step.organization', { value: languageText(frame.defaultLanguage) }),
    },
  ] as const
  const first = steps.find((step) => step.value !== null)!
  return {
    value: first.value!,
    by: first.by,
    why: first.by === 'rule' ? null : first.sentence,
    steps: steps.map((step) => ({ kind: step.by, holds: step === first, sentence: step.sentence })),
  }
}

/** Where the person, their record or the organization decides: a rule that would win is among the losers. */
function notByRules(told: Told, { winning }: Ruled, judged: ReturnType<typeof judgedOf>, language: Spoken) {
  const decides = language.steps.find((step) => step.holds)!
  const winner = { kind: language.by as 'chosen' | 'directory' | 'organization', sentence: decides.sentence }
  if (!winning) return { winner }
  const { rule } = winning.bearing
  const loser = {
    ...shownRule(told, rule),
    value: winning.value as FieldValue,
    text: valueText('language', winning.value, told.names),
    reason: 'chosen' as const,
    sentence: say('loser.chosen'),
  }
  return { winner, losers: [loser, ...judged.losers] }
}

interface Said {
  readonly now: { readonly text: string; readonly value: FieldValue }
  readonly other: { readonly text: string; readonly value: FieldValue }
  /** What the rules say is not assigned yet. */
  readonly waits: boolean
  /** The clause that ends the sentence; empty: `afterwards` is said after it. */
  readonly because: string
  readonly afterwards: string
}

function sentenceOf(told: Told, field: SingleField, { now, other, waits, because, afterwards }: Said): string {
  const who = told.user.name
  const after = because === '' ? [afterwards] : []
  if (!waits) return [phrase(field, who, now, because), ...after].join(' ')
  return [phrase(field, who, now, ''), say('is.soon', { value: other.text, why: because }), ...after].join(' ')
}

function phrase(field: SingleField, who: string, { text, value }: Said['now'], why: string): string {
  const values = { who, value: text, why }
  switch (field) {
    case 'role':
    case 'language':
      return say(`is.${field}`, values)
    case 'user-group':
      return say(value === 'none' ? 'is.noUserGroup' : 'is.userGroup', values)
    case 'settings-template':
      return say(value === 'default' ? 'is.defaultSettings' : 'is.settings', values)
    case 'welcome-template':
      return say(value === 'default' ? 'is.defaultWelcome' : 'is.welcome', values)
  }
}
