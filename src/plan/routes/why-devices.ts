import type { WhyValue } from '../../contract/why.ts'
import type { DeviceGroupId } from '../../library/library.ts'
import type { Db } from '../../platform/db/db.ts'
import { listed, say } from '../../words/say.ts'
import { sinceWhen } from '../since.ts'
import { assignmentsOf } from '../store/user-past.ts'
import { type Circumstances, whyDeviceGroups } from '../store/why.ts'
import { causeOf } from './cause.ts'
import { toldOf } from './told.ts'
import { because } from './why-rules.ts'
import { judgedOf } from './why-value.ts'

/** Why a user has each of their device groups, and why not others that rules name; or one of them. */
export async function shownDevicesWhy(
  db: Db,
  circumstances: Circumstances,
  only: DeviceGroupId | null,
): Promise<WhyValue> {
  const { user, person } = circumstances
  const [each, past] = await Promise.all([whyDeviceGroups(db, circumstances, only), assignmentsOf(db, user.no)])
  const assigned = person.withheld ? [] : (person.assignment?.content.deviceGroups ?? [])
  const has = only === null ? assigned : assigned.filter((group) => group === only)
  const entitled = each.flatMap(({ group, ruled }) => (ruled.value === null ? [] : [group]))
  const sinces = each.map(({ group }) =>
    assigned.includes(group) ? sinceWhen(past, { field: 'device-groups', group }) : null,
  )
  const since =
    only === null
      ? sinceWhen(past, { field: 'all-device-groups' })
      : sinceWhen(past, { field: 'device-groups', group: only })
  const told = await toldOf(
    db,
    user,
    each.map(({ ruled }) => ruled),
    {
      names: [...has, ...each.map(({ group }) => group)],
      requests: [since?.request, ...sinces.map((some) => some?.request)],
    },
  )
  const refs = (groups: readonly DeviceGroupId[]) => groups.map((id) => ({ id, name: told.nameOf(id) }))
  const text = (groups: readonly DeviceGroupId[]) =>
    groups.length === 0 ? say('value.none') : listed(refs(groups).map(({ name }) => name))
  const deviceGroups = each.map(({ group, ruled }, index) => {
    const ref = refs([group])[0]!
    const held = has.includes(group)
    const why = person.withheld ? '' : because(told, ruled)
    const sentences = [
      say(held ? 'is.device' : 'is.noDevice', { who: user.displayName, value: ref.name, why }),
      ...(person.withheld ? [say('is.devicesWithheld')] : why === '' ? [say('why.noMatch')] : []),
      ...(!person.withheld && held !== (ruled.value !== null) ? [say('is.otherwiseSoon')] : []),
    ]
    return {
      group: ref,
      has: held,
      sentence: sentences.join(' '),
      since: sinces[index]?.at.toISOString() ?? null,
      ...judgedOf(told, ruled, 'device-groups'),
    }
  })
  const [single] = only === null ? [] : deviceGroups
  const ruled = only === null ? null : each[0]!.ruled
  const pin = each.find((some) => some.ruled.pin)
  return {
    field: 'device-groups',
    user: told.user,
    sentence:
      single?.sentence ??
      say(has.length === 0 ? 'is.noDevices' : 'is.devices', { who: user.displayName, value: text(has) }),
    value: refs(has),
    text: text(has),
    entitled: { value: refs(entitled), text: text(entitled) },
    winner: single?.winner ?? (pin ? judgedOf(told, pin.ruled, 'device-groups').winner : null),
    losers: single?.losers ?? [],
    missing: single?.missing ?? [],
    withheld: person.withheld,
    since: since?.at.toISOString() ?? null,
    request: told.request(since?.request),
    cause: causeOf(told, ruled, since?.request),
    deviceGroups,
  }
}
