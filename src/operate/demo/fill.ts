import type { Caller } from './caller.ts'
import { company } from './company.ts'
import { furnishRules, furnishSeats } from './furnish.ts'
import { openOkta } from './okta.ts'
import { startProgress } from './progress.ts'

/**
 * Fills the demo's organization from outside, as a customer would: an admin by the API, an identity provider by SCIM.
 * Begun again after it was cut off, it does what is missing.
 */
export async function fill(
  api: Caller,
  scim: { readonly url: string; readonly token: string },
  stream: NodeJS.WriteStream,
): Promise<void> {
  const { people, groups, moves } = company()
  const okta = openOkta(scim)
  await furnishSeats(api)

  const users = startProgress(stream, 'Users', people.length)
  await okta.pushUsers(people, () => users.advance())
  users.end()
  await okta.pushGroups(groups)
  // A rule needs its group, and the members come after it: seats are given while they arrive.
  await furnishRules(api)
  const memberships = groups.reduce((sum, group) => sum + group.members.length + group.nested.length, 0)
  const members = startProgress(stream, 'Memberships', memberships)
  await okta.pushMembers(groups, moves, members.advance)
  members.end()

  // Who leaves a team must have had its seats first, or there is no grace to see.
  await api.post('/runs', {})
  await okta.move(moves)
  await api.post('/runs', {})
}
