import { describe, expect, it } from 'vitest'
import { refuseForeign } from './origin.ts'

const host = 'rollcall.lindenhof.example'
const sent = (method: string, headers: Record<string, string>) => () =>
  refuseForeign({ method, headers: { host, ...headers } })

describe('a request with a session', () => {
  it('may change something when the browser says it comes from the console', () => {
    expect(sent('POST', { 'sec-fetch-site': 'same-origin', origin: `https://${host}` })).not.toThrow()
    expect(sent('DELETE', { origin: `http://${host}` })).not.toThrow()
  })

  it('may not when another site sent it, a sibling domain included', () => {
    for (const site of ['cross-site', 'same-site', 'none'])
      expect(sent('POST', { 'sec-fetch-site': site, origin: `https://${host}` })).toThrow('own pages')
    for (const origin of ['https://evil.example', 'null', `https://${host}.evil.example`, `https://${host}:8443`])
      expect(sent('PUT', { origin })).toThrow('own pages')
  })

  it('may not when nothing says where it comes from', () => {
    expect(sent('PATCH', {})).toThrow('own pages')
  })

  it('may always look', () => {
    expect(sent('GET', { 'sec-fetch-site': 'cross-site' })).not.toThrow()
  })
})
