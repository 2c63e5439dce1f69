import type { Operation, Step, Understood } from '../../contract/traffic.ts'
import type { Note } from './note.ts'
import { operationOf } from './operation.ts'
import { saysMembers, understoodPart } from './understood.ts'

/** Which steps of the checklist a request proves, that was answered so. */
export function provenBy(
  operation: Operation,
  status: number,
  understood: Understood,
  { edit, parts }: Note,
): readonly Step[] {
  const proven: Step[] = status === 401 ? [] : ['token']
  if (status >= 300) return proven
  if (parts) {
    const each = parts.flatMap((part) =>
      provenBy(operationOf(part.method, part.path), part.status, understoodPart(part), part.note),
    )
    return [...new Set([...proven, ...each])]
  }
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
