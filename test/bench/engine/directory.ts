import type pg from 'pg'
import { newId } from '../../../src/platform/id.ts'
import { membershipsOfEach, type Size } from './size.ts'

/** The request that pushed a user: in order of time, as ids are. */
const requestOf = "('01900000-0000-7000-8000-' || lpad(to_hex(user_no), 12, '0'))::uuid"

/**
 * Users, groups and memberships as sources would have left them, every user pushed by a request of its own; and everybody
 * touched by one request more, as when an admin makes the first rules live.
 * A fifth of the groups are in another one; one in twenty is in a ring of five, each in the next. In each fifth of the
 * groups a user is in one; the first of a fifth are larger than the last. Written by one statement a table.
 *
 * @returns ids of the groups, by number from 1
 */
export async function fillDirectory(client: pg.Client, organization: string, size: Size): Promise<readonly string[]> {
  const { users, groups } = size
  const source = (
    await client.query<{ id: string }>(
      `insert into sources (organization_id, id, slug, name, kind, created_at)
       values ($1, gen_random_uuid(), 'bench', 'Bench', 'scim', now()) returning id`,
      [organization],
    )
  ).rows[0]!.id
  await client.query('select setseed(0.25)')
  await fillUsers(client, organization, source, users)
  await client.query('update organizations set next_user_no = $2 + 1, next_group_no = $3 + 1 where id = $1', [
    organization,
    users,
    groups,
  ])
  await client.query(
    `insert into groups (organization_id, group_no, id, source_id, display_name, display_name_folded, attributes, created_at, updated_at)
     select $1, n, gen_random_uuid(), $2, 'Group ' || n, 'group ' || n, '{}', now(), now()
     from generate_series(1, $3::integer) as n`,
    [organization, source, groups],
  )
  await client.query(
    `insert into group_edges (organization_id, parent_no, child_no, request_id)
     select $1::uuid, n / 5, n, gen_random_uuid() from generate_series(5, $2::integer, 5) as n
     union all
     select $1::uuid, n, case when n % 5 = 0 then n - 4 else n + 1 end, gen_random_uuid()
     from generate_series($2::integer * 19 / 20 + 1, $2::integer) as n`,
    [organization, groups],
  )
  await client.query(
    `insert into requests (organization_id, id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, target_name)
     select $1, ${requestOf}, now(), 'source', source_id, 'Bench', 'user.create', 'user', id, display_name
     from users where organization_id = $1 order by user_no`,
    [organization],
  )
  await client.query(
    `insert into memberships (organization_id, group_no, user_no, request_id)
     select $1, 1 + place * $3::integer / $4::integer + floor($3::integer / $4::integer * random() ^ 2)::integer as group_no, u.user_no,
       gen_random_uuid()
     from users u, generate_series(0, $4::integer - 1) as place
     where u.organization_id = $1 and u.user_no <= $2 order by group_no, user_no`,
    [organization, users, groups, membershipsOfEach],
  )
  await client.query(
    `insert into touched (organization_id, user_no, request_id)
     select organization_id, user_no, $2 from users where organization_id = $1 order by user_no`,
    [organization, newId()],
  )
  const { rows } = await client.query<{ id: string }>(
    'select id from groups where organization_id = $1 order by group_no',
    [organization],
  )
  return rows.map((row) => row.id)
}

/** Users of a source, numbered from 1, as the organization's first. */
export async function fillUsers(client: pg.Client, organization: string, source: string, users: number): Promise<void> {
  await client.query(
    `insert into users (organization_id, user_no, id, source_id, user_name, user_name_folded, external_id, active, address,
       address_folded, display_name, display_name_folded, attributes, created_at, updated_at)
     select $1, n, gen_random_uuid(), $2, name, name, 'u' || n, n % 200 <> 0, case when n % 300 <> 1 then name end,
       case when n % 300 <> 1 then name end, 'Ada ' || n, 'ada ' || n,
       jsonb_build_object('userName', name, 'displayName', 'Ada ' || n, 'active', n % 200 <> 0, 'locale',
         (array['en-US', 'de-DE', 'fr-FR', 'nl-NL'])[1 + n % 4], 'title', (array['Engineer', 'Clerk', 'Buyer'])[1 + n % 3],
         'emails', jsonb_build_array(jsonb_build_object('value', name, 'type', 'work', 'primary', true))),
       now() - make_interval(secs => $3 - n), now()
     from generate_series(1, $3::integer) as n, lateral (select 'user' || n || '@bench.example' as name) as named`,
    [organization, source, users],
  )
}
