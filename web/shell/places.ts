import type { Message } from '../locales/text.ts'
import type { IconName } from '../ui/icon.tsx'

export interface Place {
  readonly to: string
  readonly name: Message
  readonly icon: IconName
  /** After `g`: the keys that go there. */
  readonly key: string
}

/** The working places, in the order of the menu; then what is set up once. Those that do not exist yet are left out. */
export const places = [
  { to: '/', name: 'overview.title', icon: 'home', key: 'o' },
  { to: '/rules', name: 'rules.title', icon: 'rules', key: 'r' },
  { to: '/plans', name: 'plans.title', icon: 'plans', key: 'l' },
  { to: '/users', name: 'users.title', icon: 'users', key: 'p' },
  { to: '/groups', name: 'groups.title', icon: 'groups', key: 'g' },
  { to: '/seats', name: 'seats.title', icon: 'seats', key: 's' },
  { to: '/activity', name: 'activity.title', icon: 'activity', key: 'a' },
] as const satisfies readonly Place[]

export const setUp = [
  { to: '/sources', name: 'sources.title', icon: 'sources', key: 'c' },
  { to: '/library', name: 'library.title', icon: 'library', key: 'y' },
  { to: '/settings', name: 'settings.title', icon: 'gear', key: ',' },
] as const satisfies readonly Place[]
