import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'

/** An identity provider that signs assertions and shows its public keys over real HTTP, as Entra does. */
export interface Issuer {
  readonly jwksUrl: string
  /** How often its keys were asked for. */
  readonly asked: () => number
  /** What it answers instead of its keys, from now on. */
  answer(instead: { readonly status?: number; readonly body?: string; readonly silent?: boolean } | undefined): void
  /** A key of its own; `hidden`: not among those it shows. */
  addKey(kid: string, alg?: string, hidden?: boolean): Promise<void>
  sign(claims: JWTPayload, kid?: string): Promise<string>
  close(): Promise<void>
}

export async function startIssuer(): Promise<Issuer> {
  const pairs = new Map<string, { readonly key: CryptoKey; readonly alg: string }>()
  const shown: JWK[] = []
  let asked = 0
  let instead: Parameters<Issuer['answer']>[0]
  const server = createServer((_, response) => {
    asked++
    if (instead?.silent) return
    response.writeHead(instead?.status ?? 200, { 'content-type': 'application/json' })
    response.end(instead?.body ?? JSON.stringify({ keys: shown }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const addKey = async (kid: string, alg = 'RS256', hidden = false) => {
    const { privateKey, publicKey } = await generateKeyPair(alg)
    pairs.set(kid, { key: privateKey, alg })
    if (!hidden) shown.push({ ...(await exportJWK(publicKey)), kid, alg, use: 'sig' })
  }
  await addKey('first')
  return {
    jwksUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/discovery/v2.0/keys`,
    asked: () => asked,
    answer: (next) => {
      instead = next
    },
    addKey,
    sign: (claims, kid = 'first') => {
      const { key, alg } = pairs.get(kid)!
      return new SignJWT(claims).setProtectedHeader({ alg, kid, typ: 'JWT' }).sign(key)
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
