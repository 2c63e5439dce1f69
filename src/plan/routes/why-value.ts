import type { FieldValue, WhyValue } from '../../contract/why.ts'
import { resolveLanguage } from '../../organization/language.ts'
import type { Db } from '../../platform/db/db.ts'
import type { Content } from '../../rules/content.ts'
import type { Asked, Judged, Value } from '../../rules/explain.ts'
import { sinceWhen } from '../since.ts'
import { assignmentsOf, templatesApplied } from '../store/user-past.ts'
import { type Circumstances, type Ruled, ruledOf } from '../store/why.ts'
import { causeOf } from './cause.ts'
import { namedInValue, shownValue, type Told, toldOf, valueText } from './told.ts'
import { because, losersOf, missingOf, shownPinned, shownRule, shownWinner } from './why-rules.ts'

export type SingleField = Exclude<Asked['field'], 'product' | 'device-groups'>

/** Fields as they stand in a sentence. */
export const nouns: Readonly<Record<SingleField | 'device-groups', string>> = {
  role: 'role',
  'welcome-template': 'welcome email template',
  language: 'language',
  'user-group': 'user group',
  'device-groups': 'device group',
  'settings-template': 'settings template',
}

/** Why role, device groups and seats are kept from somebody. */
export const withheldText = {
  deleted: 'they were deleted in their directory',
  inactive: 'they are not active in their directory',
  'no-address': 'they have no address',
  conflict: 'their address belongs to the user of another source',
  'not-adopted': 'they had an account before Rollcall that nobody has adopted yet',
} as const

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
      why: isWithheld
        ? `: ${withheldText[person.withheld!]}`
        : (language?.why ?? (because(told, ruled, 'sets it') || ': no rule or pin sets it')),
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
  const standard = { kind: 'standard' as const, sentence: 'No rule or pin sets it.' }
  return {
    winner: shownPinned(told, ruled) ?? (winner && ruled.winning ? { ...winner, ...row(ruled.winning) } : standard),
    losers: losersOf(told, ruled, nouns[field]).map(({ judged, ...lost }): WhyValue['losers'][number] => ({
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
  const say = (value: Value) => valueText('language', value, new Map())
  const steps = [
    {
      by: 'chosen',
      value: chosen,
      sentence: chosen ? `They chose ${say(chosen)} themselves.` : 'They have not chosen a language.',
    },
    { by: 'rule', value: ruled, sentence: ruled ? `A rule says ${say(ruled)}.` : 'No rule that matches sets one.' },
    {
      by: 'directory',
      value: directory,
      sentence: directory
        ? `Their directory record asks for ${say(directory)} (${String(named)}).`
        : 'Their directory record asks for none of ours.',
    },
    {
      by: 'organization',
      value: frame.defaultLanguage,
      sentence: `The organization’s language is ${say(frame.defaultLanguage)}.`,
    },
  ] as const
  const first = steps.find((step) => step.value !== null)!
  return {
    value: first.value!,
    by: first.by,
    why: first.by === 'rule' ? null : `: ${first.sentence.charAt(0).toLowerCase()}${first.sentence.slice(1, -1)}`,
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
    sentence: 'They chose their language themselves, and from then on only people change it.',
  }
  return { winner, losers: [loser, ...judged.losers] }
}

interface Said {
  readonly now: { readonly text: string; readonly value: FieldValue }
  readonly other: { readonly text: string; readonly value: FieldValue }
  /** What the rules say is not assigned yet. */
  readonly waits: boolean
  readonly why: string
}

function sentenceOf(told: Told, field: SingleField, { now, other, waits, why }: Said): string {
  const who = told.user.name
  if (!waits) return `${who} ${phrase(field, now)}${why}.`
  return `${who} ${phrase(field, now)}. From the next run on ${who} ${phrase(field, other)}${why}.`
}

function phrase(field: SingleField, { text, value }: Said['now']): string {
  if (field === 'role' || field === 'language') return `has the ${nouns[field]} ${text}`
  if (field === 'user-group') return value === 'none' ? 'is in no user group' : `is in the user group “${text}”`
  return value === 'default' ? `has the default ${nouns[field]}` : `has the ${nouns[field]} “${text}”`
}
