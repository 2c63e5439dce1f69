import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { fetchOutward, guarded, isPrivate, refuseAddress } from './outward.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

async function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const read = (url: string, privateAllowed = true, limitBytes = 1000, timeoutMs = 5000) =>
  fetchOutward(new URL(url), { privateAllowed, limitBytes, signal: AbortSignal.timeout(timeoutMs) })

describe('an address that an admin typed in', () => {
  it.each([
    '10.1.2.3',
    '127.0.0.1',
    '127.9.9.9',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '::1',
    '::',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
  ])('is private: %s', (address) => {
    expect(isPrivate(address)).toBe(true)
  })

  it.each(['8.8.8.8', '20.190.128.1', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])(
    'is public: %s',
    (address) => {
      expect(isPrivate(address)).toBe(false)
    },
  )

  it.each([
    'http://login.example/keys',
    'ftp://login.example/keys',
    'file:///etc/passwd',
    'https://user:secret@login.example/keys',
  ])('is refused, whatever the server allows: %s', (url) => {
    expect(() => refuseAddress(new URL(url), true)).toThrow(expect.objectContaining({ code: 'ADDRESS_REFUSED' }))
  })

  it.each(['https://10.0.0.1/', 'https://[::1]/', 'https://2130706433/', 'http://127.0.0.1/', 'https://0x7f.1/'])(
    'is refused unless the server allows private ones: %s',
    (url) => {
      expect(() => refuseAddress(new URL(url), false)).toThrow(expect.objectContaining({ code: 'ADDRESS_REFUSED' }))
      expect(() => refuseAddress(new URL(url), true)).not.toThrow()
    },
  )

  it('is refused when its name turns out to be of this machine', async () => {
    const found = (host: string, privateAllowed: boolean) =>
      new Promise((resolve) =>
        guarded(privateAllowed)(host, { all: false }, (error, address) => resolve(error ?? address)),
      )
    expect(await found('localhost', false)).toMatchObject({ code: 'ADDRESS_REFUSED' })
    expect(await found('localhost', true)).toMatch(/^(127\.0\.0\.1|::1)$/)
    expect(await found('nowhere.invalid', false)).toMatchObject({ code: expect.stringMatching(/^E/) })
    await expect(read('http://localhost:9/', false)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' })
  })

  it('is read', async () => {
    const url = await served((request, response) => response.end(`{"path":"${request.url}"}`))
    const answer = await read(`${url}/keys?a=b`)
    expect([answer.status, await answer.json()]).toEqual([200, { path: '/keys?a=b' }])
  })

  it('is not followed to where it points', async () => {
    const url = await served((_, response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end())
    expect((await read(url)).status).toBe(302)
  })

  it('is read up to a size, also when it does not say how much comes', async () => {
    const url = await served((_, response) => {
      for (let at = 0; at < 10; at++) response.write('x'.repeat(500))
      response.end()
    })
    await expect(read(url)).rejects.toThrow(/more than 1000 bytes/)
    expect(await (await read(url, true, 5000)).text()).toHaveLength(5000)
  })

  it('is waited for only so long, for the answer and for its end', async () => {
    const silent = await served(() => {})
    await expect(read(silent, true, 1000, 100)).rejects.toThrow(/abort|timeout/i)
    const endless = await served((_, response) => response.write('x'))
    await expect(read(endless, true, 1000, 100)).rejects.toThrow(/abort|timeout/i)
  })

  it('that breaks off, or answers without a body, is an error', async () => {
    const broken = await served((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('x')
      setTimeout(() => response.destroy(), 20)
    })
    await expect(read(broken)).rejects.toThrow()
    const empty = await served((_, response) => response.writeHead(204).end())
    await expect(read(empty)).rejects.toThrow(/204/)
  })
})
