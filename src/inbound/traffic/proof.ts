import type { Operation, Step, Understood } from '../../contract/traffic.ts'
import type { Note } from './note.ts'
import { saysMembers } from './understood.ts'

/** Which steps of the checklist a request proves, that was answered so. */
export function provenBy(
  operation: Operation,
  status: number,
  understood: Understood,
  { edit }: Note,
): readonly Step[] {
  const proven: Step[] = status === 401 ? [] : ['token']
  if (status >= 300) return proven
  const { code } = understood
  if (operation === 'user.create') proven.push('user')
  if (operation === 'group.create') proven.push('group')
  if (operation.startsWith('group.') && edit && saysMembers(edit)) proven.push('membership')
  if (code === 'user-renamed' || code === 'group-renamed') proven.push('rename')
  if (code === 'user-deactivated') proven.push('deactivate')
  if (code === 'user-reactivated') proven.push('reactivate')
  if (code === 'user-deleted' || code === 'group-deleted') proven.push('delete')
  return proven
}
