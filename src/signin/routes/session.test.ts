import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, freshOrganization } from '../../../test/support/database.ts'
import { AdjustableClock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { createHttp } from '../../platform/http.ts'
import { createLog } from '../../platform/log.ts'
import { createMetrics } from '../../platform/metrics.ts'
import { createAdmin } from '../admin.ts'
import { createSignInLink, signInUrl } from '../link.ts'
import { adminOfRequest } from '../session.ts'
import { signinRoutes } from './session.ts'

const PASSWORD = 'four words of nothing much'
const origin = { origin: 'http://localhost:80', host: 'localhost:80' }

let fresh: FreshDatabase
let db: Db
let http: FastifyInstance
let clock: AdjustableClock
let email: string
let admin: string
let made = 0

beforeAll(async () => {
  fresh = await freshDatabase()
  db = await freshOrganization(fresh.database)
})
afterAll(() => fresh.close())
beforeEach(async () => {
  clock = new AdjustableClock()
  email = `ada${made++}@lindenhof.example`
  admin = await createAdmin(db, { email, name: 'Ada Wong', role: 'admin' }, { now: clock.now() })
  http = createHttp({ log: createLog({ level: 'silent' }), metrics: createMetrics(), trustedProxies: ['127.0.0.1'] })
  await http.register(signinRoutes, { database: fresh.database, clock })
  http.post('/whoami', async (request) => ({
    name: (await adminOfRequest(request, { database: fresh.database, clock }))?.admin.name ?? null,
  }))
})

const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object, headers = {}) => {
  const answer = await http.inject({ method, url, headers: { ...origin, ...headers }, ...(payload && { payload }) })
  return { status: answer.statusCode, headers: answer.headers, body: answer.body === '' ? undefined : answer.json() }
}
const cookieOf = (answer: { headers: Record<string, unknown> }) => String(answer.headers['set-cookie'] ?? '')
const sent = (answer: { headers: Record<string, unknown> }) => ({ cookie: cookieOf(answer).split(';', 1)[0]! })
const link = (ttlSeconds?: number) =>
  createSignInLink(db, admin, { now: clock.now(), ...(ttlSeconds !== undefined && { ttlSeconds }) })

async function withPassword(): Promise<{ cookie: string }> {
  const first = await call('POST', '/session/link', { link: await link() })
  const set = await call('PUT', '/session/password', { password: PASSWORD }, sent(first))
  expect(set.status).toBe(200)
  return sent(set)
}

describe('a one-time link', () => {
  it('carries its secret in the fragment, which no server sees', async () => {
    expect(signInUrl('https://rollcall.example/', 'rc_link_x')).toBe('https://rollcall.example/sign-in/link#rc_link_x')
  })

  it('can be looked at as often as scanners like, and signs in once', async () => {
    const secret = await link()
    for (let look = 0; look < 3; look++) {
      const { status, body } = await call('POST', '/session/link/look', { link: secret })
      expect(status).toBe(200)
      expect(body).toMatchObject({ name: 'Ada Wong', email, hasPassword: false })
    }
    const first = await call('POST', '/session/link', { link: secret })
    expect(first.body.session).toMatchObject({
      email,
      role: 'admin',
      byLink: true,
      organization: { name: 'Lindenhof' },
    })
    const second = await call('POST', '/session/link', { link: secret })
    expect([second.status, second.body.code]).toEqual([410, 'LINK_SPENT'])
    expect((await call('POST', '/session/link/look', { link: secret })).body.code).toBe('LINK_SPENT')
  })

  it('signs in one of two who use it at once', async () => {
    const secret = await link()
    const both = await Promise.all([1, 2].map(() => call('POST', '/session/link', { link: secret })))
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410])
  })

  it('expires', async () => {
    const secret = await link(60)
    clock.advance(61)
    expect((await call('POST', '/session/link', { link: secret })).body.code).toBe('LINK_EXPIRED')
  })

  it('is unknown when cut short, and no other kind of secret is one', async () => {
    const secret = await link()
    for (const wrong of [secret.slice(0, -1), secret.replace('rc_link', 'rc_api'), 'x'])
      expect((await call('POST', '/session/link/look', { link: wrong })).body.code).toBe('LINK_UNKNOWN')
  })
})

describe('a session', () => {
  it('is a cookie that scripts cannot read and other sites cannot send', async () => {
    const signedIn = await call('POST', '/session/link', { link: await link() })
    expect(cookieOf(signedIn)).toMatch(/^rollcall=rc_session_\w+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800$/)
    expect((await call('GET', '/session', undefined, sent(signedIn))).body.session.name).toBe('Ada Wong')
  })

  it('has a cookie of this host only where there is TLS', async () => {
    const tls = { 'x-forwarded-proto': 'https' }
    const signedIn = await call('POST', '/session/link', { link: await link() }, tls)
    expect(cookieOf(signedIn)).toMatch(/^__Host-rollcall=.*; Secure$/)
    expect((await call('GET', '/session', undefined, { ...tls, ...sent(signedIn) })).body.session).not.toBeNull()
    expect((await call('GET', '/session', undefined, sent(signedIn))).body.session).toBeNull()
  })

  it('answers to nothing that another site sends', async () => {
    const cookie = await withPassword()
    expect((await call('POST', '/whoami', {}, cookie)).body).toEqual({ name: 'Ada Wong' })
    const foreign = await call('POST', '/whoami', {}, { ...cookie, 'sec-fetch-site': 'cross-site' })
    expect([foreign.status, foreign.body.code]).toEqual([403, 'FOREIGN_ORIGIN'])
  })

  it('ends after twelve idle hours, and a use prolongs it', async () => {
    const cookie = await withPassword()
    for (let use = 0; use < 2; use++) {
      clock.advance(11 * 3600)
      expect((await call('GET', '/session', undefined, cookie)).body.session).not.toBeNull()
    }
    clock.advance(12 * 3600 + 61)
    expect((await call('GET', '/session', undefined, cookie)).body.session).toBeNull()
    expect((await call('GET', '/session', undefined, cookie)).body.session).toBeNull()
  })

  it('ends after seven days, however much it is used', async () => {
    const cookie = await withPassword()
    for (let use = 0; use < 15; use++) {
      clock.advance(11 * 3600)
      expect((await call('GET', '/session', undefined, cookie)).body.session).not.toBeNull()
    }
    clock.advance(11 * 3600)
    expect((await call('GET', '/session', undefined, cookie)).body.session).toBeNull()
  })

  it('ends by signing out, on the server too', async () => {
    const cookie = await withPassword()
    const out = await call('DELETE', '/session', undefined, cookie)
    expect(out.status).toBe(204)
    expect(cookieOf(out)).toMatch(/^rollcall=; .*Max-Age=0/)
    expect((await call('GET', '/session', undefined, cookie)).body.session).toBeNull()
  })

  it('is nobody’s without a cookie, with one of nothing, and with an API token for a cookie', async () => {
    for (const cookie of ['', 'rollcall=x', `rollcall=${'rc_api_'.padEnd(56, 'a')}`])
      expect((await call('GET', '/session', undefined, { cookie })).body).toEqual({ session: null })
  })
})

describe('a password', () => {
  it('is set after a link, signs in from then on, and its setting ends every other session', async () => {
    const elsewhere = sent(await call('POST', '/session/link', { link: await link() }))
    const cookie = await withPassword()
    expect((await call('GET', '/session', undefined, elsewhere)).body.session).toBeNull()
    expect((await call('GET', '/session', undefined, cookie)).body.session).toMatchObject({
      hasPassword: true,
      byLink: false,
    })
    const signedIn = await call('POST', '/session', { email: email.toUpperCase(), password: PASSWORD })
    expect(signedIn.body.session.email).toBe(email)
  })

  it('is changed only by who knows it, or came by a link just now', async () => {
    const cookie = await withPassword()
    const next = 'another four words of it'
    const blind = await call('PUT', '/session/password', { password: next }, cookie)
    expect([blind.status, blind.body.code]).toEqual([403, 'WRONG_CURRENT_PASSWORD'])
    expect((await call('PUT', '/session/password', { password: next, current: PASSWORD }, cookie)).status).toBe(200)
    const rescued = sent(await call('POST', '/session/link', { link: await link() }))
    expect((await call('PUT', '/session/password', { password: PASSWORD }, rescued)).status).toBe(200)
  })

  it('is refused when short or made of what everybody knows', async () => {
    const cookie = sent(await call('POST', '/session/link', { link: await link() }))
    for (const password of ['short', 'aaaaaaaaaaaaaaaaaaaa', `${email}!`, 'ada wong rollcall password']) {
      const { status, body } = await call('PUT', '/session/password', { password }, cookie)
      expect([status, body.pointer], password).toEqual([422, '/password'])
    }
  })

  it('that is wrong says the same as an address that nobody has', async () => {
    await withPassword()
    const wrong = await call('POST', '/session', { email, password: 'no such words at all' })
    const nobody = await call('POST', '/session', { email: 'nobody@lindenhof.example', password: PASSWORD })
    expect([wrong.status, wrong.body.code, wrong.body.detail]).toEqual([
      nobody.status,
      nobody.body.code,
      nobody.body.detail,
    ])
    expect(wrong.status).toBe(401)
  })

  it('is asked for no more after five wrong ones, the right one included', async () => {
    await withPassword()
    for (let failed = 0; failed < 5; failed++) await call('POST', '/session', { email, password: 'wrong' })
    const { status, headers, body } = await call('POST', '/session', { email, password: PASSWORD })
    expect([status, body.code]).toEqual([429, 'TOO_MANY_ATTEMPTS'])
    expect(Number(headers['retry-after'])).toBeGreaterThan(800)
  })

  it('that fits several organizations asks which', async () => {
    await withPassword()
    const other = await freshOrganization(fresh.database, 'Ahornweg')
    const twin = await createAdmin(other, { email, name: 'Ada Wong', role: 'manager' }, { now: clock.now() })
    const secret = await createSignInLink(other, twin, { now: clock.now() })
    const there = sent(await call('POST', '/session/link', { link: secret }))
    await call('PUT', '/session/password', { password: PASSWORD }, there)
    const asked = await call('POST', '/session', { email, password: PASSWORD })
    expect(asked.status).toBe(409)
    expect(asked.body.organizations.map(({ name }: { name: string }) => name).sort()).toEqual(['Ahornweg', 'Lindenhof'])
    const chosen = await call('POST', '/session', { email, password: PASSWORD, organization: other.organization })
    expect(chosen.body.session).toMatchObject({ role: 'manager', organization: { name: 'Ahornweg' } })
  })

  it('comes back from no misshapen body', async () => {
    for (const body of [{}, { email }, { email, password: 7 }, { email, password: 'x', organization: 'y' }])
      expect((await call('POST', '/session', body)).status).toBe(422)
  })
})
