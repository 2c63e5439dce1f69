import type { Command } from './command.ts'

/** The commands of this machine, in the order that --help shows. Each is loaded only when it is called. */
export const commands: Readonly<Record<string, { readonly about: string; readonly load: () => Promise<Command> }>> = {
  demo: { about: 'Try it: a company of 500, pushed by SCIM', load: async () => (await import('./demo.ts')).demo },
  serve: { about: 'Run the server, with the worker', load: async () => (await import('./serve.ts')).serve },
  work: { about: 'Run only the worker', load: async () => (await import('./work.ts')).work },
  migrate: {
    about: 'Bring the database up to this version',
    load: async () => (await import('./migrate.ts')).migrateCommand,
  },
  doctor: {
    about: 'Check the database, the seats, the credentials',
    load: async () => (await import('./doctor.ts')).doctor,
  },
  'organization create': {
    about: 'Make an organization',
    load: async () => (await import('./organization.ts')).organizationCreate,
  },
  'admin create': {
    about: 'Make an admin; prints a one-time link',
    load: async () => (await import('./admin.ts')).adminCreate,
  },
  'admin reset-link': {
    about: 'Print a new one-time link for an admin',
    load: async () => (await import('./admin.ts')).adminResetLink,
  },
  'source create': {
    about: 'Make a SCIM source; prints its URL and token',
    load: async () => (await import('./source.ts')).sourceCreate,
  },
  'token create': { about: 'Make an API token', load: async () => (await import('./token.ts')).tokenCreate },
}
