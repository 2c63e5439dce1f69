import type { WhyValue } from '../../contract/why.ts'
import type { Db } from '../../platform/db/db.ts'
import { listed, momentText, say } from '../../words/say.ts'
import { sinceWhen } from '../since.ts'
import { assignedTo, settingsFor } from '../store/shown.ts'
import { assignmentsOf } from '../store/user-past.ts'
import type { Circumstances } from '../store/why.ts'
import { causeOf } from './cause.ts'
import { toldOf } from './told.ts'
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
  const roleText = role === 'member' ? '' : say(role === 'manager' ? 'value.aManager' : `value.${role}`)
  const products = listed(taken)
  const reason = taken.length === 0 ? 'step.role' : role === 'member' ? 'step.seats' : 'step.roleAndSeats'
  const steps: Step[] = [
    step('active', person.withheld !== 'deleted' && person.withheld !== 'inactive', {
      yes: say('step.active'),
      no: say(person.withheld === 'deleted' ? 'because.deleted' : 'because.inactive'),
    }),
    step('address', user.address !== null, {
      yes: say('step.address', { address: user.address ?? '' }),
      no: say('because.no-address'),
    }),
    step('role-or-seat', role !== 'member' || taken.length > 0, {
      yes: say(reason, { role: roleText, products }),
      no: say('step.noRoleOrSeat'),
    }),
  ]
  if (field === 'status') {
    const seenAt = row.last_seen_at ?? row.signed_in_at
    const seen = seenAt ? momentText(seenAt) : ''
    steps.push(
      step('had-access', access || status === 'suspended', {
        yes: say('step.hadAccess'),
        no: say('step.neverAccess'),
      }),
      step('signed-in', row.signed_in_at !== null, {
        yes: say('step.signedIn', { at: row.signed_in_at ? momentText(row.signed_in_at) : '' }),
        no: say('step.neverSignedIn'),
      }),
      step('seen', status !== 'inactive' && seenAt !== null, {
        yes: say('step.seen', { at: seen }),
        no: seenAt ? say('step.seenLongAgo', { at: seen, days: inactiveAfterDays }) : say('step.neverSeen'),
      }),
    )
  }
  const missing = steps.slice(0, 3).find(({ holds }) => !holds)
  // Access is what the last run made of it: what holds by now may wait for the next.
  const why = missing ?? steps[2]!
  const late = access === (missing === undefined) ? [] : [say('status.soon')]
  const since = status === 'active' ? row.signed_in_at : (changed?.at ?? null)
  const value = field === 'status' ? status : access
  const text = field === 'status' ? say(`state.${status}`) : say(access ? 'value.yes' : 'value.no')
  const said = say(field === 'status' ? `status.${status}` : access ? 'status.access' : 'status.noAccess', {
    who: told.user.name,
  })
  return {
    field,
    user: told.user,
    sentence: [said, why.sentence, ...late].join(' '),
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
