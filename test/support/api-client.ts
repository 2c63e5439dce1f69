import type { Product, Tier } from '../../src/contract/product.ts'
import type { Rule } from '../../src/contract/rule.ts'
import type { User } from '../../src/contract/user.ts'
import { must, opener, type Send } from './http-client.ts'

/** An admin with an API token. */
export interface ApiClient {
  readonly send: Send
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: object): Promise<T>
  put<T>(path: string, body: object): Promise<T>
  patch<T>(path: string, body: object): Promise<T>
  delete<T>(path: string): Promise<T>
  /** Answers after a run that saw everything written before. */
  settle(): Promise<void>
  /** A user as things are after such a run. */
  user(id: string): Promise<User>
  /** What they hold, wait for and have in grace, as "GoTo Meeting Pro held", in order. */
  seats(id: string): Promise<readonly string[]>
  product(name: string, tiers?: Readonly<Record<string, number | null>>, more?: object): Promise<Product>
  /** Adds a live rule at the end. */
  rule(group: string, more: object): Promise<Rule>
  pool(product: string, tier: string): Promise<Tier>
}

export function openApi(url: string, token: string): ApiClient {
  const send = opener(url, token, 'application/json')
  const done = async <T>(method: string, path: string, body?: object): Promise<T> =>
    must(`${method} ${path}`, await send<T>(method, path, body))
  const settle = () => done<void>('POST', '/runs', {})
  const user = async (id: string) => {
    await settle()
    return done<User>('GET', `/users/${id}`)
  }
  return {
    send,
    settle,
    user,
    get: (path) => done('GET', path),
    post: (path, body = {}) => done('POST', path, body),
    put: (path, body) => done('PUT', path, body),
    patch: (path, body) => done('PATCH', path, body),
    delete: (path) => done('DELETE', path),
    seats: async (id) =>
      (await user(id)).seats.map(({ product, tier, state }) => `${product.name} ${tier.name} ${state}`).toSorted(),
    product: (name, tiers = { Standard: null }, more = {}) =>
      done('POST', '/products', {
        name,
        tiers: Object.entries(tiers).map(([tier, owned]) => ({ name: tier, owned })),
        ...more,
      }),
    rule: (group, more) => done('POST', '/rules?apply=true', { group, ...more }),
    pool: async (product, tier) => {
      await settle()
      const { tiers } = await done<Product>('GET', `/products/${product}`)
      return tiers.find((each) => each.name === tier)!
    },
  }
}
