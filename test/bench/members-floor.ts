import pg from 'pg'
import { newId } from '../../src/platform/id.ts'

/**
 * The floor of `scim.addMember.*` and `scim.addMembers100`: one named statement that writes the same rows as the server
 * does, with the members' numbers given and nothing looked up, and no HTTP.
 */
export async function openFloor(
  { url, client }: { readonly url: string; readonly client: pg.Client },
  sizes: readonly number[],
) {
  const organization = newId()
  await client.query('insert into organizations (id, name, created_at) values ($1, $2, now())', [organization, 'Floor'])
  for (const size of sizes)
    await client.query(
      `insert into memberships (organization_id, group_no, user_no, request_id)
       select $1, $2, n, $3 from generate_series(1, $2::integer) as n`,
      [organization, size, newId()],
    )
  await client.query('analyze')
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  let group = Math.max(...sizes)
  return {
    /** @param size which also is the group's number */
    move: async (name: 'add' | 'remove', size: number, users: readonly number[]): Promise<void> => {
      const values = [organization, size, users, newId(), newId(), new Date()]
      await pool.query({ name, text: texts[name], values })
    },
    /** Requests a second that add so many each, at 16 connections, `perGroup` of them to one group. */
    additionsPerSecond: async (perRequest: number, perGroup: number, seconds: number): Promise<number> => {
      const until = performance.now() + seconds * 1000
      let done = 0
      let sent = 0
      const one = async () => {
        while (performance.now() < until) {
          if (sent % perGroup === 0) group++
          const first = 1 + (sent++ % perGroup) * perRequest
          const users = Array.from({ length: perRequest }, (_, at) => first + at)
          const values = [organization, group, users, newId(), newId(), new Date()]
          await pool.query({ name: 'add', text: texts.add, values })
          done++
        }
      }
      await Promise.all(Array.from({ length: 16 }, one))
      return done / seconds
    },
    close: () => pool.end(),
  }
}

const rest = `r as (
    insert into requests (organization_id, id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, target_name, detail)
    values ($1, $4, $6, 'source', $5, 'Okta', 'group.members', 'group', $5, 'Group', '{"added": 1, "removed": 0}')
  )
  insert into touched (organization_id, user_no, request_id) select $1, unnest($3::integer[]), $4`

const texts = {
  add: `with m as (
    insert into memberships (organization_id, group_no, user_no, request_id) select $1, $2, unnest($3::integer[]), $4
  ), ${rest}`,
  remove: `with m as (
    delete from memberships where organization_id = $1 and group_no = $2 and user_no = any($3::integer[])
  ), ${rest}`,
} as const
