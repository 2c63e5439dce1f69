import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type Tenant, type TestServer } from '../support/server.ts'

let server: TestServer
let tenant: Tenant
beforeAll(async () => {
  server = await startTestServer()
  tenant = await server.tenant()
})
afterAll(() => server.close())

/** Opens the stream of events on a connection of its own, and counts the messages that came. */
async function listen(url: string, token: string) {
  const request = get(`${url}/api/v1/live`, { agent: false, headers: { authorization: `Bearer ${token}` } })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const heard = { messages: 0, text: '', ended: false }
  response.setEncoding('utf8').on('data', (part: string) => {
    heard.text += part
    heard.messages = heard.text.split('data:\n\n').length - 1
  })
  response.on('end', () => {
    heard.ended = true
  })
  response.on('error', () => {})
  return { status: response.statusCode, headers: response.headers, heard, stop: () => void request.destroy() }
}

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('live updates', () => {
  it('say that something changed, without saying what, and at most once a second', async () => {
    const { headers, heard, stop } = await listen(server.url, tenant.apiToken)
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8')
    await later(300)
    expect(heard.messages).toBe(0)
    const from = performance.now()
    for (let at = 0; at < 30; at++) await tenant.scim.createUser(`u${at}@acme.test`)
    await expect.poll(() => heard.messages, { timeout: 5000 }).toBeGreaterThan(0)
    await later(1500)
    expect(heard.messages).toBeLessThanOrEqual(Math.ceil((performance.now() - from) / 1000))
    expect(heard.text.replaceAll('data:\n\n', '').replaceAll(':\n\n', '')).toBe('retry: 3000\n\n')
    stop()
  })

  it('say nothing of other organizations', async () => {
    const other = await server.tenant('Other')
    const { heard, stop } = await listen(server.url, other.apiToken)
    await later(1200)
    await tenant.scim.createUser('x@acme.test')
    await later(1500)
    expect(heard.messages).toBe(0)
    stop()
  })

  it('are for who is signed in, and end when the server does', async () => {
    const stranger = await listen(server.url, 'rc_api_unknown')
    expect(stranger.status).toBe(401)
    const second = await startTestServer({ work: false })
    const { apiToken } = await second.tenant()
    const { heard } = await listen(second.url, apiToken)
    const from = performance.now()
    await second.close()
    await expect.poll(() => heard.ended).toBe(true)
    expect(performance.now() - from).toBeLessThan(2000)
  })
})
