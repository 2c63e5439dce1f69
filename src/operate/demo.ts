import { createToken, tokensOf } from '../inbound/source.ts'
import { createCredential, revokeCredential } from '../organization/credential.ts'
import { createLog } from '../platform/log.ts'
import { createSignInLink, signInUrl } from '../signin/link.ts'
import { writeCliFile } from './cli-file.ts'
import { type Call, type Command, jsonFlag } from './command.ts'
import { type Caller, openCaller } from './demo/caller.ts'
import { company } from './demo/company.ts'
import { fill } from './demo/fill.ts'
import { openSandbox, type Sandbox } from './demo/sandbox.ts'
import { seatTable } from './demo/seat-table.ts'
import { type Running, startRollcall } from './running.ts'
import { bootLines } from './serve.ts'
import { configOf, settings } from './settings.ts'
import { scimUrl } from './source.ts'
import { untilAskedToStop } from './stopping.ts'
import { isFilled, recordFilled } from './store/demo.ts'

/** What programs rely on: one line of it with --json. */
interface Ready {
  readonly url: string
  readonly adminLink: string
  readonly apiToken: string
  readonly organization: string
  readonly scim: { readonly url: string; readonly token: string }
}

const PUSH = 'Push of the demo'

export const demo: Command = {
  usage: 'demo',
  about:
    'A sandbox that fills itself: products, six rules, and a company of 500 people that is pushed by SCIM as Okta does it. Started again, it goes on where it was.',
  examples: [
    ['rollcall demo', 'on http://127.0.0.1:8080, everything it keeps in ./.rollcall'],
    ['rollcall demo --empty --port 0', 'products and a SCIM source, no users and no rules, on any free port'],
    ['rollcall demo --json', 'for programs: one line when ready, {"url","adminLink","apiToken","organization","scim"}'],
  ],
  settings: { data: settings.data, host: settings.host, port: settings.port, logLevel: settings.logLevel },
  flags: { ...jsonFlag, empty: { type: 'boolean', about: 'No users and no rules.' } },
  run: async (call) => {
    const asked = untilAskedToStop(call.env)
    const config = configOf(call)
    // People look at this terminal: only what went wrong is worth a line of JSON between theirs.
    const log = createLog({ level: call.flags['log-level'] === undefined ? 'warn' : config.logLevel })
    const running = await startRollcall(config, call.env, log)
    call.say(bootLines(config, running).join('\n'))
    const readying = makeReady(call, running)
    // Asked to stop in the middle, the push is cut off; the next start goes on with it.
    readying.catch(() => {})
    try {
      await Promise.race([asked, readying])
      await asked
      call.say('\nStopping …')
    } finally {
      await running.stop()
    }
    return 0
  },
}

async function makeReady(call: Call, running: Running): Promise<void> {
  const { installation, clock, url } = running
  const { database } = installation
  const sandbox = await openSandbox(database, company().name, clock.now())
  const ready = await secretsOf(sandbox, running)
  writeCliFile(installation.data, { url, token: ready.apiToken })
  const api = apiOf(ready)
  if (!call.flags.empty && !(await isFilled(sandbox.db))) {
    call.say(`\nA company of ${company().people.length} is pushed by SCIM, as Okta does it.`)
    const { db, source } = sandbox
    const { secret } = await createToken(db, source, { label: PUSH }, clock.now())
    await fill(api, { url: ready.scim.url, token: secret }, process.stderr)
    await recordFilled(db, clock.now())
    // This one, and those of pushes that were cut off.
    for (const { id, label } of await tokensOf(db, source.id, clock.now()))
      if (label === PUSH) await revokeCredential(database, db.organization, id, clock.now())
  }
  call.say(await seatTable(api))
  call.say(await whatNext(api, ready, call.flags.data))
  if (call.flags.json) call.answer(JSON.stringify(ready))
}

/** New ones at each start: only hashes of the earlier ones are kept. */
async function secretsOf({ db, admin, source }: Sandbox, { clock, url }: Running): Promise<Ready> {
  const now = clock.now()
  const link = await createSignInLink(db, admin, { now })
  const api = await createCredential(db, { kind: 'api', admin, label: 'Demo' }, now)
  const scim = await createToken(db, source, { label: 'Demo' }, now)
  return {
    url,
    adminLink: signInUrl(url, link),
    apiToken: api.secret,
    organization: db.organization,
    scim: { url: scimUrl(url, source.slug), token: scim.secret },
  }
}

function apiOf({ url, apiToken }: Ready): Caller {
  return openCaller({ url: `${url}/api/v1`, token: apiToken, agent: 'rollcall demo', type: 'application/json' })
}

async function whatNext(api: Caller, { adminLink, scim }: Ready, data: unknown): Promise<string> {
  const waiting = await firstWaiting(api)
  const why = `why ${waiting?.user ?? 'USER'} "${waiting?.product ?? 'GoTo Meeting'}"`
  const at = typeof data === 'string' ? ` --data ${data}` : ''
  return `Sign in, once, as the admin:
  ${adminLink}

Try next
  Ask why somebody has a seat, or waits for one:  npx rollcall ${why}${at}
  See who gets what, in order of rank:            npx rollcall rules${at}
  Point an identity provider of yours here:       ${scim.url}

Ctrl-C stops it; started again, it goes on where it was.`
}

/** Somebody in a line: the most interesting question there is. */
async function firstWaiting(api: Caller): Promise<{ user: string; product: string } | undefined> {
  const { products } = await api.get<{
    readonly products: readonly { readonly product: { id: string; name: string }; readonly waiting: number }[]
  }>('/seats')
  const short = products.find((each) => each.waiting > 0)
  if (!short) return undefined
  const { waiting } = await api.get<{ readonly waiting: readonly { readonly user: { id: string } }[] }>(
    `/seats/${short.product.id}/waiting`,
  )
  const first = waiting[0] && (await api.get<{ readonly userName: string }>(`/users/${waiting[0].user.id}`))
  return first && { user: first.userName, product: short.product.name }
}
