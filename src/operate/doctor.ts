import { wrongCounters } from '../plan/store/marks.ts'
import { createLog } from '../platform/log.ts'
import { type Command, jsonFlag } from './command.ts'
import { type Installation, openInstallation } from './installation.ts'
import { configOf, installationFlags } from './settings.ts'
import { credentialsEnding, migrationsMissing, serverState, unconfined, usersTouched } from './store/checks.ts'
import { listOrganizations } from './store/organization.ts'

/** What one look found. A warning asks for an admin's attention some day, a failure now. */
export interface Finding {
  readonly check: string
  readonly state: 'ok' | 'warning' | 'failed'
  readonly detail: string
}

const EXPIRY_DAYS = 30
/** Tokens, grace and pins are measured by our clock, the order of records by PostgreSQL's. */
const CLOCK_SECONDS_MAX = 5
const POSTGRES_MIN = 150_000

export const doctor: Command = {
  usage: 'doctor',
  about: 'Looks whether everything is as it should be, and changes nothing. Exit code 1 when something is not.',
  examples: [
    ['rollcall doctor', 'beside a running Rollcall, or without one'],
    ['rollcall doctor --json', 'for a monitor: one line, {"checks":[{"check","state","detail"}]}'],
  ],
  settings: installationFlags,
  flags: jsonFlag,
  run: async (call) => {
    const { flags, answer } = call
    const config = configOf(call)
    const log = createLog({ level: flags['log-level'] === undefined ? 'warn' : config.logLevel })
    let findings: readonly Finding[]
    try {
      const installation = await openInstallation(config, log, { beside: true, migrate: false })
      findings = await examine(installation).finally(() => installation.close())
    } catch (error) {
      findings = [{ check: 'database', state: 'failed', detail: (error as Error).message }]
    }
    if (flags.json) answer(JSON.stringify({ checks: findings }))
    else for (const { check, state, detail } of findings) answer(`${state.padEnd(8)} ${check.padEnd(18)} ${detail}`)
    return findings.some((finding) => finding.state === 'failed') ? 1 : 0
  },
}

/** Every check, in the order that explains the later ones: without a schema there is nothing more to look at. */
export async function examine(installation: Pick<Installation, 'database' | 'where'>): Promise<readonly Finding[]> {
  const { database, where } = installation
  const server = await serverState(database.owner)
  const findings: Finding[] = [
    server.version < POSTGRES_MIN
      ? failed('database', `PostgreSQL ${major(server.version)} is too old: 15 or newer is needed`)
      : server.fsync === 'off'
        ? warning('database', `${where}: fsync is off, so a crash of the machine loses what was acknowledged`)
        : ok('database', `PostgreSQL ${major(server.version)}, ${where}`),
    clock(server.now),
  ]
  const missing = await migrationsMissing(database.owner)
  if (missing.length > 0)
    return [...findings, failed('migrations', `not run yet: ${missing.join(', ')} (rollcall migrate)`)]
  findings.push(ok('migrations', 'all have run'))

  const loose = await unconfined(database.owner)
  findings.push(
    loose.length > 0
      ? failed('row security', loose.join('; '))
      : ok('row security', 'organizations are confined, for a role that cannot pass it'),
  )
  findings.push(await counters(installation), await credentials(installation), await backlog(installation))
  return findings
}

function clock(theirs: Date): Finding {
  const seconds = Math.round(Math.abs(theirs.getTime() - Date.now()) / 1000)
  return seconds > CLOCK_SECONDS_MAX
    ? warning('clock', `the database's clock and this machine's are ${seconds} s apart`)
    : ok('clock', 'the database and this machine agree')
}

async function counters({ database }: Pick<Installation, 'database'>): Promise<Finding> {
  const wrong: string[] = []
  for (const { id, name } of await listOrganizations(database.owner))
    for (const { tier, used, counted } of await wrongCounters(database.of(id)))
      wrong.push(`${name}, tier ${tier}: the counter says ${used}, there are ${counted}`)
  return wrong.length > 0 ? failed('seats', wrong.join('; ')) : ok('seats', 'every pool counts the seats there are')
}

async function credentials({ database }: Pick<Installation, 'database'>): Promise<Finding> {
  const now = new Date()
  const ending = await credentialsEnding(database.owner, now, new Date(now.getTime() + EXPIRY_DAYS * 86_400_000))
  const said = ending.map(
    ({ organization, kind, label, expiresAt }) =>
      `${kind} “${label}” of ${organization} ${expiresAt < now ? 'ended' : 'ends'} ${expiresAt.toISOString()}`,
  )
  return said.length > 0
    ? warning('credentials', said.join('; '))
    : ok('credentials', `none ends within ${EXPIRY_DAYS} days`)
}

async function backlog({ database }: Pick<Installation, 'database'>): Promise<Finding> {
  const users = await usersTouched(database.owner)
  return ok('worker', users === 0 ? 'nothing waits for a run' : `${users} users wait for the next run`)
}

function ok(check: string, detail: string): Finding {
  return { check, state: 'ok', detail }
}

function warning(check: string, detail: string): Finding {
  return { check, state: 'warning', detail }
}

function failed(check: string, detail: string): Finding {
  return { check, state: 'failed', detail }
}

function major(version: number): string {
  return `${Math.floor(version / 10_000)}.${version % 10_000}`
}
