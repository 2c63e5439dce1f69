import type { WhyValue } from '../../contract/why.ts'
import type { Db } from '../../platform/db/db.ts'
import { sinceWhen } from '../since.ts'
import { assignedTo, settingsFor } from '../store/shown.ts'
import { assignmentsOf } from '../store/user-past.ts'
import type { Circumstances } from '../store/why.ts'
import { causeOf } from './cause.ts'
import { listed, toldOf } from './told.ts'
import { shownUsers } from './user.ts'

type Step = NonNullable<WhyValue['steps']>[number]

/** Why somebody has access or not, and why their status is what it is. */
export async function shownStatusWhy(
  db: Db,
  { user, person }: Circumstances,
  field: 'status' | 'access',
  now: Date,
): Promise<WhyValue> {
  const [[shown], past, assigned, { inactiveAfterDays }] = await Promise.all([
    shownUsers(db, [user], now),
    assignmentsOf(db, user.no),
    assignedTo(db, [user.no]),
    settingsFor(db),
  ])
  const { status, role, seats } = shown!
  const row = assigned.get(user.no)!
  const changed = sinceWhen(past, { field: 'access' })
  const told = await toldOf(db, user, [], { requests: [changed?.request] })
  const access = status === 'invited' || status === 'active' || status === 'inactive'
  const taken = seats.filter((seat) => seat.state !== 'waiting').map(({ product }) => product.name)
  const reasons = [
    ...(role === 'member' ? [] : [`the role ${role.replace('-', ' ')}`]),
    ...(taken.length > 0 ? [`a seat of ${listed(taken)}`] : []),
  ]
  const steps: Step[] = [
    step('active', person.withheld !== 'deleted' && person.withheld !== 'inactive', {
      yes: 'They are active in their directory.',
      no:
        person.withheld === 'deleted'
          ? 'They were deleted in their directory.'
          : 'They are not active in their directory.',
    }),
    step('address', user.address !== null, { yes: `Their address is ${user.address}.`, no: 'They have no address.' }),
    step('role-or-seat', reasons.length > 0, {
      yes: `They have ${listed(reasons)}.`,
      no: 'They have no role above member, and no seat held or in grace.',
    }),
  ]
  if (field === 'status') {
    const seenAt = row.last_seen_at ?? row.signed_in_at
    steps.push(
      step('had-access', access || status === 'suspended', {
        yes: 'They have had access.',
        no: 'They never had access.',
      }),
      step('signed-in', row.signed_in_at !== null, {
        yes: `They signed in for the first time at ${row.signed_in_at?.toISOString()}.`,
        no: 'They never signed in.',
      }),
      step('seen', status !== 'inactive' && seenAt !== null, {
        yes: `They were last seen at ${seenAt?.toISOString()}.`,
        no: seenAt
          ? `They were last seen at ${seenAt.toISOString()}, more than ${inactiveAfterDays} days ago.`
          : 'They were never seen.',
      }),
    )
  }
  const missing = steps.slice(0, 3).find(({ holds }) => !holds)
  // Access is what the last run made of it: what holds by now may wait for the next.
  const why = missing ?? steps[2]!
  const late = access === (missing === undefined) ? '' : ' The next run changes it.'
  const since = status === 'active' ? row.signed_in_at : (changed?.at ?? null)
  const value = field === 'status' ? status : access
  const text = field === 'status' ? status : access ? 'access' : 'no access'
  return {
    field,
    user: told.user,
    sentence: `${told.user.name} ${field === 'status' ? `is ${statusText(status)}` : `has ${text}`}: ${lower(why.sentence)}${late}`,
    value,
    text,
    entitled: { value, text },
    winner: null,
    losers: [],
    missing: [],
    withheld: person.withheld,
    since: (field === 'status' ? since : changed?.at)?.toISOString() ?? null,
    request: told.request(changed?.request),
    cause: causeOf(told, null, changed?.request),
    steps,
  }
}

function step(kind: string, holds: boolean, sentence: { readonly yes: string; readonly no: string }): Step {
  return { kind, holds, sentence: holds ? sentence.yes : sentence.no }
}

function statusText(status: string): string {
  return status === 'none' ? 'without access, and never had it' : status
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}
