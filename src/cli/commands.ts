import type { Command } from './command.ts'

/** The commands that ask the API, in the order that --help shows. Each is loaded only when it is called. */
export const commands: Readonly<Record<string, { readonly about: string; readonly load: () => Promise<Command> }>> = {
  apply: { about: 'Make the draft of the rules live', load: async () => (await import('./plan.ts')).apply },
  plan: {
    about: 'What the draft, or a run, would do to everybody',
    load: async () => (await import('./plan.ts')).plan,
  },
  rules: { about: 'The rules: whom they match, what they give', load: async () => (await import('./rules.ts')).rules },
  seats: {
    about: 'Seats owned, held, in grace, free, waited for',
    load: async () => (await import('./seats.ts')).seats,
  },
  'seats end-grace': {
    about: 'End graces now, and free the seats',
    load: async () => (await import('./failures.ts')).seatsEndGrace,
  },
  failures: {
    about: 'What could not be done, by cause, and for whom',
    load: async () => (await import('./failures.ts')).failures,
  },
  retry: { about: 'Try again what failed', load: async () => (await import('./failures.ts')).retry },
  users: { about: 'Users, what they have and wait for', load: async () => (await import('./users.ts')).users },
  import: {
    about: 'Users and memberships from a file: a review, then applied',
    load: async () => (await import('./import.ts')).importFile,
  },
  why: { about: 'Why somebody has a product or a value, or why not', load: async () => (await import('./why.ts')).why },
  'what-if': {
    about: 'What somebody would have in other groups',
    load: async () => (await import('./what-if.ts')).whatIf,
  },
  'revert rules': {
    about: 'Make the draft the rules of an earlier version',
    load: async () => (await import('./revert.ts')).revertRules,
  },
  'revert run': {
    about: 'Give back what a run took, by pins with an end',
    load: async () => (await import('./revert.ts')).revertRun,
  },
  'export activity': {
    about: 'All that happened, as CSV or JSON lines',
    load: async () => (await import('./export-activity.ts')).exportActivity,
  },
}
