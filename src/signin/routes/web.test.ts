import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttp } from '../../platform/http.ts'
import { createLog } from '../../platform/log.ts'
import { createMetrics } from '../../platform/metrics.ts'
import { webRoutes } from './web.ts'

const navigation = { accept: 'text/html,application/xhtml+xml', 'sec-fetch-dest': 'document' }

let folder: string
let http: FastifyInstance

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-web-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<meta property="csp-nonce" nonce="{{nonce}}"><title>Rollcall</title>')
  writeFileSync(join(folder, 'theme.js'), 'theme()')
  writeFileSync(join(folder, 'mark.svg'), '<svg/>')
  writeFileSync(join(folder, 'private.txt'), 'private')
  writeFileSync(join(folder, 'assets', 'index-abc.js'), 'console.log(1)')
  writeFileSync(join(folder, 'assets', 'index-abc.js.gz'), gzipSync('console.log(1)'))
  http = server()
  http.get('/api/v1/rules', async () => ({ rules: [] }))
  await http.register(webRoutes, { folder })
})
afterAll(() => rmSync(folder, { recursive: true }))

const server = () => createHttp({ log: createLog({ level: 'silent' }), metrics: createMetrics() })
const get = (url: string, headers = {}) => http.inject({ method: 'GET', url, headers })

describe('the console', () => {
  it('is one page at every address a browser goes to', async () => {
    for (const url of ['/', '/rules', '/users/0190-ab?why=x', '/no/such/page', '/sign-in/link']) {
      const { statusCode, headers, body } = await get(url, navigation)
      expect([statusCode, headers['content-type'], headers['cache-control']], url).toEqual([
        200,
        'text/html; charset=utf-8',
        'no-store',
      ])
      expect(body).toContain('<title>Rollcall</title>')
    }
  })

  it('has a strict policy with a nonce of its own in each answer, in the page and in the header', async () => {
    const answers = [await get('/', navigation), await get('/', navigation)]
    const nonces = answers.map(({ headers, body }) => {
      const policy = String(headers['content-security-policy'])
      const nonce = /style-src 'self' 'nonce-([\w+/=]{24})'/.exec(policy)?.[1]
      expect(policy).toContain("default-src 'none'; script-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
      expect(body).toContain(`nonce="${nonce}"`)
      return nonce
    })
    expect(nonces[0]).not.toBe(nonces[1])
    expect(answers[0]!.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    })
  })

  it('never answers for the API, SCIM, health or a missing file', async () => {
    for (const url of [
      '/api/v1/nothing',
      '/API/v1/nothing',
      '/api',
      '/scim/v2/okta/Nothing',
      '/session/x',
      '/assets/gone.js',
    ]) {
      const { statusCode, body } = await get(url, navigation)
      expect([statusCode, JSON.parse(body).code], url).toEqual([404, 'NOT_FOUND'])
    }
    expect((await get('/api/v1/rules', navigation)).json()).toEqual({ rules: [] })
    expect((await get('/healthz', navigation)).json()).toEqual({ status: 'ok' })
  })

  it('is no answer to what is no navigation', async () => {
    for (const answer of [
      await get('/rules', { accept: 'application/json' }),
      await http.inject({ method: 'POST', url: '/rules', headers: navigation }),
    ])
      expect([answer.statusCode, answer.json().code]).toEqual([404, 'NOT_FOUND'])
  })

  it('keeps its files for good, since their names change with them, and compressed', async () => {
    const { statusCode, headers } = await get('/assets/index-abc.js', { 'accept-encoding': 'gzip' })
    expect([
      statusCode,
      headers['cache-control'],
      headers['content-encoding'],
      headers['x-content-type-options'],
    ]).toEqual([200, 'public, max-age=31536000, immutable', 'gzip', 'nosniff'])
    expect((await get('/theme.js?1')).headers['cache-control']).toBe('public, max-age=3600')
  })

  it('shows nothing outside its folder', async () => {
    for (const url of [
      '/assets/../private.txt',
      '/assets/..%2fprivate.txt',
      '/assets/%2e%2e/private.txt',
      '/private.txt',
    ])
      expect((await get(url)).statusCode, url).toBe(404)
  })

  it('says how to build it when it is not built', async () => {
    http = server()
    await http.register(webRoutes, { folder: join(folder, 'none') })
    const { statusCode, body } = await get('/', navigation)
    expect([statusCode, body]).toEqual([503, 'The console is not built yet. Run: npm run build\n'])
  })
})
