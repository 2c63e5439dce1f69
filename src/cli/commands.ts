import type { Command } from './command.ts'

/** The commands that ask the API, in the order that --help shows. Each is loaded only when it is called. */
export const commands: Readonly<Record<string, { readonly about: string; readonly load: () => Promise<Command> }>> = {
  rules: { about: 'The rules: whom they match, what they give', load: async () => (await import('./rules.ts')).rules },
  seats: {
    about: 'Seats owned, held, in grace, free, waited for',
    load: async () => (await import('./seats.ts')).seats,
  },
  users: { about: 'Users, what they have and wait for', load: async () => (await import('./users.ts')).users },
  import: {
    about: 'Users and memberships from a file: a review, then applied',
    load: async () => (await import('./import.ts')).importFile,
  },
  why: { about: 'Why somebody has a product, or why not', load: async () => (await import('./why.ts')).why },
}
