import { createServer } from 'node:http'
import pg from 'pg'
import { newId } from '../../src/platform/id.ts'

/**
 * The floor of `scim.create` and `scim.find`: bare node:http and one named PostgreSQL statement. It writes the same
 * rows into the same tables as the server does, over as many connections, and answers as many bytes; it checks nothing.
 */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
const organization = newId()
const source = newId()
await pool.query('insert into organizations (id, name, created_at) values ($1, $2, now())', [organization, 'Floor'])

const create = `
  with u as (
    insert into users (organization_id, user_no, id, source_id, user_name, user_name_folded, external_id, active, address,
      address_folded, display_name, display_name_folded, attributes, created_at, updated_at)
    values ($1, $2, $3, $4, $5, $5, $6, true, $5, $5, $7, $8, $9, $10, $10)
  ), r as (
    insert into requests (organization_id, id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, target_name)
    values ($1, $11, $10, 'source', $4, 'Okta', 'user.create', 'user', $3, $7)
  )
  insert into touched (organization_id, user_no, request_id) values ($1, $2, $11)`
const find = `
  select id, attributes, version, created_at, updated_at from users
  where organization_id = $1 and source_id = $2 and user_name_folded = $3 and deleted_at is null`

let userNo = 0
const server = createServer((request, response) => {
  const answer = (status: number, body: unknown) => {
    const bytes = Buffer.from(JSON.stringify(body))
    response.writeHead(status, { 'content-type': 'application/scim+json', 'content-length': bytes.length })
    response.end(bytes)
  }
  if (request.method === 'GET') {
    const name = /"([^"]*)"/.exec(decodeURIComponent(request.url!))![1]!
    pool.query({ name: 'find', text: find, values: [organization, source, name] }).then(({ rows }) => {
      const resources = rows.map((row) => ({ ...row.attributes, ...meta(row.id, row.created_at, row.updated_at) }))
      answer(200, {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
        totalResults: rows.length,
        startIndex: 1,
        itemsPerPage: rows.length,
        Resources: resources,
      })
    })
    return
  }
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { schemas: _, groups: _groups, password: _password, ...user } = JSON.parse(Buffer.concat(chunks).toString())
    const id = newId()
    const now = new Date()
    const values = [
      organization,
      ++userNo,
      id,
      source,
      user.userName,
      user.externalId,
      user.displayName,
      user.displayName.toLowerCase(),
      JSON.stringify(user),
      now,
      newId(),
    ]
    pool.query({ name: 'create', text: create, values }).then(() => answer(201, { ...user, ...meta(id, now, now) }))
  })
})

function meta(id: string, created: Date, lastModified: Date) {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    id,
    meta: {
      resourceType: 'User',
      created,
      lastModified,
      version: 'W/"1"',
      location: `http://localhost/scim/v2/okta/Users/${id}`,
    },
  }
}

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number }
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}` }))
})
process.on('SIGTERM', () => process.exit(0))
