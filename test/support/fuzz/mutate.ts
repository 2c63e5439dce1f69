import { METHODS } from 'node:http'
import { corpus, type Sample } from './corpus.ts'
import type { Random } from './random.ts'
import { asciiOnly, changePath, changeQuery } from './target.ts'
import { changedBody } from './tree.ts'

/** A request as bytes on the wire. */
export interface Wired {
  readonly method: string
  /** The request's target as it was before its bytes were changed. */
  readonly target: string
  readonly bytes: Buffer
  /** Where the bytes are cut in pieces that are sent one after the other. */
  readonly cuts: readonly number[]
  /** Whether it may be no HTTP any more, or may end the connection: then it needs one of its own. */
  readonly isBroken: boolean
}

/** What a running server has in place of what stands in braces. */
export interface Fixtures extends Readonly<Record<string, string>> {
  /** Below which the paths of the corpus are: /scim/v2/okta. */
  readonly base: string
  readonly token: string
}

export interface Parts {
  method: string
  target: string
  headers: [string, string][]
  body: Buffer | undefined
}

/** A request of the corpus with something in it changed; one in twenty as it is. */
export function mutated(random: Random, fixtures: Fixtures, n: number): Wired {
  const fill = (text: string) =>
    text.replaceAll(/\{(\w+)\}|%7B(\w+)%7D/g, (_, a, b) => ((a ?? b) === 'n' ? String(n) : (fixtures[a ?? b] ?? _)))
  const sample = random.of(corpus)
  const parts = partsOf(sample, fixtures)
  let isBroken = false
  let breakBytes = false
  if (!random.chance(0.05)) {
    const body = () => changeBody(random, parts, sample)
    const kind = random.below(20)
    if (kind < 9) (sample.body === undefined ? () => changeQuery(random, parts) : body)()
    else if (kind < 12) changeQuery(random, parts)
    else if (kind < 14) changePath(random, parts)
    else if (kind < 15) parts.method = random.of(METHODS.filter((method) => method !== 'CONNECT'))
    else if (kind < 17) isBroken = changeHeaders(random, parts)
    else if (kind < 19) changeBytes(random, parts)
    else breakBytes = true
  }
  parts.target = asciiOnly(fill(parts.target))
  if (parts.body) parts.body = Buffer.from(fill(parts.body.toString('latin1')), 'latin1')
  const whole = bytesOf(parts)
  const bytes = breakBytes ? broken(random, whole) : whole
  const cuts = random.chance(0.1) ? [1, 2, 3].map(() => random.below(bytes.length)).sort((a, b) => a - b) : []
  // Node ends a connection on which more than 16 KiB of head come.
  const isLong = bytes.length - (parts.body?.length ?? 0) > 15_000
  return { method: parts.method, target: parts.target, bytes, cuts, isBroken: isBroken || breakBytes || isLong }
}

function partsOf({ method, path, headers = {}, body }: Sample, { base, token }: Fixtures): Parts {
  return {
    method,
    target: `${base}${path}`,
    headers: [
      ['host', 'rollcall.example'],
      ['authorization', `Bearer ${token}`],
      ...(body === undefined ? [] : [['content-type', 'application/scim+json'] as [string, string]]),
      ...Object.entries(headers),
    ],
    body: body === undefined ? undefined : Buffer.from(JSON.stringify(body)),
  }
}

function bytesOf({ method, target, headers, body }: Parts): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const framed = headers.some(([name]) => /^(content-length|transfer-encoding)$/i.test(name))
  const length =
    framed || (!body && !/^(POST|PUT|PATCH)$/.test(method)) ? '' : `content-length: ${body?.length ?? 0}\r\n`
  return Buffer.concat([
    Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines}${length}\r\n`, 'latin1'),
    body ?? Buffer.alloc(0),
  ])
}

function changeBody(random: Random, parts: Parts, { body }: Sample): void {
  const donor = () => {
    const given = random.of(corpus.filter((sample) => sample.body !== undefined)).body
    return random.of([given, ...Object.values(given as object)])
  }
  const text = changedBody(random, body, donor)
  parts.body = Buffer.from(text)
}

/** @returns whether the connection may end by it */
function changeHeaders(random: Random, parts: Parts): boolean {
  const tags = [
    '*',
    'W/"1"',
    '"1"',
    '1',
    'W/"1", W/"2"',
    '',
    '"',
    'W/""',
    '__proto__',
    'x'.repeat(2000),
    '9'.repeat(400),
  ]
  const [name, value, ends] = random.of<() => readonly [string, string, boolean?]>([
    () => ['if-match', random.of(tags)],
    () => ['if-none-match', random.of(tags)],
    () => [
      'content-type',
      random.of(['text/plain', 'application/json; charset=utf-16', '', 'multipart/form-data', '\x80']),
    ],
    () => ['accept', random.of(['text/html', 'application/json', '*/*;q=0', ''])],
    () => [
      'authorization',
      random.of([
        '',
        'Bearer',
        'Bearer ',
        'Basic Og==',
        'Basic %%%',
        'Bearer __proto__',
        `Bearer ${'x'.repeat(4000)}`,
        '\xff',
      ]),
    ],
    () => ['prefer', random.of(['return=representation', 'return=minimal', 'x'.repeat(500)])],
    () => ['content-encoding', random.of(['gzip', 'br', 'identity', 'x'])],
    () => ['x-http-method-override', 'DELETE'],
    () => ['x-forwarded-for', random.of(['1.2.3.4', '__proto__', '\x80'])],
    () => ['user-agent', random.of(['', 'x'.repeat(5000), '\xe4\xff', '__proto__'])],
    () => ['upgrade', random.of(['websocket', 'h2c'])],
    () => ['x-request-id', '../../x'],
    () => ['host', random.of(['', 'a b', '"', '[::1', 'x'.repeat(3000), '__proto__']), true],
    () => ['connection', random.of(['close', 'upgrade', 'keep-alive, close']), true],
    () => ['expect', random.of(['100-continue', 'x', '']), true],
    () => ['content-length', random.of(['-1', '1', '99', 'x', '18446744073709551617', '1, 1', '']), true],
    () => ['transfer-encoding', random.of(['chunked', 'gzip', 'chunked, chunked', 'identity', '']), true],
    () => [random.of(['__proto__', 'constructor']), 'x'],
  ])()
  if (random.chance(0.7)) parts.headers = parts.headers.filter(([given]) => given !== name)
  parts.headers.push([name, value])
  return ends === true
}

/** Bytes of the body alone: HTTP stays as it was. */
function changeBytes(random: Random, parts: Parts): void {
  if (parts.body) parts.body = broken(random, parts.body)
  else parts.body = Buffer.from(random.of(['', '{', '\ufeff{}', 'x'.repeat(10_000), '[]', 'null']))
}

/** Some bytes changed, left out, repeated or put in. */
function broken(random: Random, bytes: Buffer): Buffer {
  let made = Buffer.from(bytes)
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(made.length + 1)
    const [before, after] = [made.subarray(0, at), made.subarray(at)]
    made = random.of([
      () => Buffer.concat([before, Buffer.from([random.below(256)]), after.subarray(1)]),
      () => Buffer.concat([before, after.subarray(1 + random.below(20))]),
      () => Buffer.concat([before, after.subarray(0, 1 + random.below(30)), after]),
      () =>
        Buffer.concat([
          before,
          Buffer.from(random.of(['\r\n', '\r\n\r\n', '\0', ' ', ':', '"', '\\', '{', '\xff'])),
          after,
        ]),
      () => before,
    ])()
  }
  return made
}
