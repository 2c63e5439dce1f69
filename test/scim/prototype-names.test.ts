import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enterpriseUrn, patchUrn, type ScimClient, type ScimServer, startScim, userUrn } from '../support/scim.ts'

let server: ScimServer
let client: ScimClient
let [user, group] = ['', '']
beforeAll(async () => {
  server = await startScim()
  client = await server.client()
  user = (await client.post('/Users', { userName: 'ada', emails: [{ value: 'a@x', type: 'work' }] })).body.id
  group = (await client.post('/Groups', { displayName: 'Sales', members: [{ value: user }] })).body.id
})
afterAll(() => server.close())

const names = ['__proto__', 'constructor', 'prototype', 'toString', '__defineGetter__', 'hasOwnProperty']
const evil = '{"polluted":"yes","polluted.polluted":"yes"}'
const get = (path: string) => ['GET', path] as const
const patch = (operation: string) =>
  ['PATCH', `/Users/${user}`, `{"schemas":["${patchUrn}"],"Operations":[${operation}]}`] as const
const members = (operation: string) => ['PATCH', `/Groups/${group}`, `{"Operations":[${operation}]}`] as const
const quoted = (text: string) => encodeURIComponent(text)
let made = 0
const create = (more: string) =>
  ['POST', '/Users', `{"schemas":["${userUrn}"],"userName":"u${++made}",${more}}`] as const

type Sent = readonly [method: string, path: string, body?: string]
/** Where a name can stand. Bodies are texts: an object of JavaScript could not even hold some of these. */
const positions: Readonly<Record<string, (name: string) => Sent>> = {
  'the name of an attribute': (name) => create(`"${name}":${evil}`),
  'the name of a sub-attribute': (name) =>
    create(`"name":{"${name}":${evil}},"emails":[{"value":"x","${name}":${evil}}]`),
  'the name of an attribute of an extension': (name) =>
    create(`"${enterpriseUrn}":{"${name}":${evil},"manager":{"${name}":1}}`),
  'a name in an extension nobody declared': (name) => create(`"urn:x:y":{"${name}":${evil},"a":[{"${name}":${evil}}]}`),
  'an extension nobody declared': (name) => create(`"urn:x:${name}":${evil},"urn:x:y:${name}.polluted":"yes"`),
  'a path as the name of an attribute': (name) => create(`"name.${name}":"yes","${name}.polluted":"yes"`),
  'a value': (name) => create(`"title":"${name}","externalId":"${name}${made}","roles":["${name}"],"emails":"${name}"`),
  'a schema': (name) => ['POST', '/Users', `{"schemas":["${name}"],"userName":"s${++made}"}`],
  'the name of a list of schemas': (name) => [
    'POST',
    '/Users',
    `{"schemas":{"${name}":["${userUrn}"]},"userName":"s${++made}"}`,
  ],
  'JSON inside a string': (name) => create(`"roles":["{\\"${name}\\":{\\"polluted\\":1},\\"value\\":\\"x\\"}"]`),
  'a path': (name) => patch(`{"op":"add","path":"${name}","value":${evil}}`),
  'the end of a path': (name) =>
    patch(`{"op":"replace","path":"name.${name}","value":"yes"},{"op":"add","path":"${name}.polluted","value":"yes"}`),
  'the end of a path under an extension nobody declared': (name) =>
    patch(`{"op":"add","path":"urn:x:y:a.${name}.polluted","value":"yes"}`),
  'a path of an extension': (name) => patch(`{"op":"add","path":"${enterpriseUrn}:${name}","value":${evil}}`),
  'a filter in a path': (name) => patch(`{"op":"add","path":"emails[${name} eq \\"x\\"].value","value":"yes"}`),
  'a value in a filter in a path': (name) =>
    patch(`{"op":"add","path":"emails[type eq \\"${name}\\"].value","value":"yes"}`),
  'a sub-attribute after a filter in a path': (name) =>
    patch(`{"op":"add","path":"emails[type eq \\"work\\"].${name}","value":"yes"}`),
  'a name in a value without a path': (name) =>
    patch(`{"op":"add","value":{"${name}":${evil},"name.${name}":"yes","title":"t"}}`),
  'an operation': (name) => patch(`{"op":"${name}","path":"title","value":"x"}`),
  'a name in an operation': (name) => patch(`{"op":"add","path":"title","value":"x","${name}":${evil}}`),
  'a member': (name) => members(`{"op":"add","path":"members","value":[{"value":"${name}","${name}":${evil}}]}`),
  'a member in a path': (name) => members(`{"op":"remove","path":"members[value eq \\"${name}\\"]"}`),
  'an attribute in a filter': (name) => get(`/Users?filter=${quoted(`${name} eq "x" or name.${name} pr`)}`),
  'an attribute in the brackets of a filter': (name) => get(`/Users?filter=${quoted(`emails[${name} pr]`)}`),
  'a value in a filter': (name) => get(`/Users?filter=${quoted(`userName eq "${name}" or urn:x:y:a.${name} pr`)}`),
  'what is sorted by': (name) => get(`/Users?sortBy=${name}&sortOrder=${name}`),
  'what is shown': (name) => get(`/Users?attributes=${name},name.${name},userName`),
  'what is not shown': (name) => get(`/Users?excludedAttributes=${name},emails.${name}`),
  'the name of a parameter': (name) => get(`/Users?${name}=1&${name}[polluted]=yes&${name}.polluted=yes`),
  'a cursor and a count': (name) => get(`/Users?cursor=${name}&count=${name}`),
  'a search': (name) => [
    'POST',
    '/.search',
    `{"${name}":${evil},"attributes":["${name}"],"sortBy":"${name}","filter":"${name} pr"}`,
  ],
  'an id': (name) => get(`/Users/${name}`),
  'an endpoint': (name) => get(`/${name}`),
  'a schema that is looked up': (name) => get(`/Schemas/${name}`),
  'a resource type that is looked up': (name) => get(`/ResourceTypes/${name}`),
  'a bulkId': (name) => [
    'POST',
    '/Bulk',
    `{"Operations":[{"method":"POST","path":"/Users","bulkId":"${name}","data":{"userName":"b${++made}","${name}":${evil}}},
      {"method":"PATCH","path":"/Users/bulkId:${name}","data":{"Operations":[{"op":"add","path":"${enterpriseUrn}:manager","value":"bulkId:${name}"}]}}]}`,
  ],
  'an entity tag': (name) => get(`/Users/${user}?attributes=${name}`),
}

const inherited = () => names.map((name) => (Object.prototype as Record<string, unknown>)[name])

describe('a name that every object answers to, such as __proto__, constructor and prototype', () => {
  it.each(Object.keys(positions))('reaches no object as %s', async (position) => {
    for (const name of names) {
      const before = inherited()
      const [method, path, body] = positions[position]!(name)
      const headers = { authorization: `Bearer ${client.token}`, 'if-none-match': name }
      const answer = await client.send(method, path, { headers, ...(body !== undefined && { body }) })
      expect(answer.status, name).toBeLessThan(500)
      expect(({} as Record<string, unknown>).polluted).toBeUndefined()
      expect(inherited()).toEqual(before)
      // What was taken in has no such name, and what was there is what it was.
      const shown = answer.status < 300 ? JSON.stringify(answer.body ?? {}) : ''
      if (/^(__proto__|constructor|prototype)$/.test(name)) expect(shown).not.toContain(`"${name}":`)
      expect((await client.get(`/Users/${user}`)).body).toMatchObject({ id: user, userName: 'ada' })
      expect((await client.get(`/Groups/${group}`)).body).toMatchObject({ id: group, displayName: 'Sales' })
    }
  })
})
