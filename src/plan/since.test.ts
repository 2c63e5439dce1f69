import { describe, expect, it } from 'vitest'
import type { DeviceGroupId, SettingsTemplateId, UserGroupId, WelcomeTemplateId } from '../library/library.ts'
import type { Content } from '../rules/content.ts'
import type { Role } from '../rules/rule.ts'
import { type Assigned, type AssignedInterval, sinceWhen } from './since.ts'

const nothing: Content = {
  products: [],
  role: null,
  welcomeTemplate: null,
  language: null,
  userGroup: null,
  deviceGroups: [],
  settingsTemplate: null,
}
const at = (hour: number) => new Date(Date.UTC(2026, 0, 1, hour))
/** Hours 1 to 2, 2 to 3, and from 3 on; newest first. */
const past = (...contents: readonly (Partial<Content> & Partial<Pick<AssignedInterval, 'withheld' | 'access'>>)[]) =>
  contents
    .map(
      ({ withheld = null, access = true, ...content }, index): AssignedInterval => ({
        since: at(index + 1),
        until: index + 1 < contents.length ? at(index + 2) : null,
        content: { ...nothing, ...content },
        withheld,
        access,
        request: `request ${index + 1}`,
      }),
    )
    .toReversed()

const manager: Role = { role: 'manager', privileges: ['run-reports'], managedGroups: 'all' }
const device = 'D' as DeviceGroupId
const fields: readonly (readonly [Assigned, Partial<Content>, Partial<Content>])[] = [
  [{ field: 'role' }, { role: manager }, { role: { ...manager, privileges: ['manage-users'] } }],
  [{ field: 'welcome-template' }, { welcomeTemplate: 'default' }, { welcomeTemplate: 'W' as WelcomeTemplateId }],
  [{ field: 'language' }, { language: 'fr' }, { language: 'de' }],
  [{ field: 'user-group' }, { userGroup: 'none' }, { userGroup: 'U' as UserGroupId }],
  [{ field: 'device-groups', group: device }, { deviceGroups: [device] }, { deviceGroups: ['E' as DeviceGroupId] }],
  [{ field: 'all-device-groups' }, { deviceGroups: [device] }, { deviceGroups: [device, 'E' as DeviceGroupId] }],
  [{ field: 'settings-template' }, { settingsTemplate: null }, { settingsTemplate: 'S' as SettingsTemplateId }],
]

describe('since when', () => {
  for (const [asked, one, other] of fields) {
    it(`is the run that brought the value, through later ones that changed something else: ${asked.field}`, () => {
      const elsewhere = asked.field === 'language' ? { userGroup: 'X' as UserGroupId } : { language: 'it' as const }
      expect(sinceWhen(past(other, one, { ...one, ...elsewhere }), asked)).toEqual({ at: at(2), request: 'request 2' })
      expect(sinceWhen(past(one, other, one), asked)).toEqual({ at: at(3), request: 'request 3' })
      expect(sinceWhen(past(one, one), asked)).toEqual({ at: at(1), request: 'request 1' })
    })
  }

  it('is when a role or device groups were withheld, while a user group goes on', () => {
    const whole = { role: manager, deviceGroups: [device], userGroup: 'U' as UserGroupId }
    const history = past(whole, { ...whole, withheld: 'inactive', access: false })
    expect(sinceWhen(history, { field: 'role' })?.at).toEqual(at(2))
    expect(sinceWhen(history, { field: 'device-groups', group: device })?.at).toEqual(at(2))
    expect(sinceWhen(history, { field: 'access' })?.at).toEqual(at(2))
    expect(sinceWhen(history, { field: 'user-group' })?.at).toEqual(at(1))
  })

  it('is not known where nothing was ever assigned', () => {
    expect(sinceWhen([], { field: 'role' })).toBeNull()
  })
})
