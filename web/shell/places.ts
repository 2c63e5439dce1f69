import type { Message } from '../locales/text.ts'
import type { IconName } from '../ui/icon.tsx'

/** The working places, in the order of the menu. Those that do not exist yet are left out, not empty. */
export const places = [
  { to: '/rules', name: 'rules.title', icon: 'rules' },
  { to: '/users', name: 'users.title', icon: 'users' },
  { to: '/seats', name: 'seats.title', icon: 'seats' },
] as const satisfies readonly { to: string; name: Message; icon: IconName }[]
