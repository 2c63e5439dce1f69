import type { MemberChange } from '../../scim/members.ts'
import type { MemberEdit } from '../store/members.ts'

/**
 * Member changes of one PATCH, in order, as one edit with the same outcome: from the last one on that says who all the
 * members are, what is said of a member last is what counts. Undefined: nothing is said.
 */
export function editOf(changes: readonly MemberChange[]): MemberEdit | undefined {
  const whole = changes.findLastIndex((change) => change.kind === 'replace' || change.kind === 'removeAll')
  const wanted = new Map<string, boolean>()
  const start = changes[whole]
  if (start?.kind === 'replace') for (const { value } of start.values) wanted.set(value, true)
  for (const change of changes.slice(whole + 1)) {
    if (change.kind === 'removeAll') continue
    for (const { value } of change.values) wanted.set(value, change.kind !== 'remove')
  }
  const named = (isMember: boolean) => [...wanted].filter(([, is]) => is === isMember).map(([value]) => value)
  if (whole >= 0) return { kind: 'replace', values: named(true) }
  return wanted.size > 0 ? { kind: 'change', add: named(true), remove: named(false) } : undefined
}
