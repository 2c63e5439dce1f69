import type { Request } from '../../contract/because.ts'
import type { Cause } from '../../contract/why.ts'
import type { Ruled } from '../store/why.ts'
import type { Told } from './told.ts'

/** What people and sources do, in words that end a sentence about them. */
const acts: Readonly<Record<string, string>> = {
  'user.create': 'created them',
  'user.replace': 'changed their record',
  'user.patch': 'changed their record',
  'user.delete': 'deleted them',
  'group.create': 'created the group {name}',
  'group.rename': 'renamed the group {name}',
  'group.replace': 'changed the group {name}',
  'group.patch': 'changed the group {name}',
  'group.members': 'changed the members of {name}',
  'group.delete': 'deleted the group {name}',
  'rule.create': 'added a rule',
  'rule.change': 'changed a rule',
  'rule.delete': 'removed a rule',
  'rules.order': 're-ordered the rules',
  'draft.apply': 'applied the draft of the rules',
  'pin.create': 'pinned something of theirs',
  'pin.delete': 'ended a pin of theirs',
  'pool.change': 'changed the seats of {name}',
  'stopped.apply': 'applied the stopped losses of {name}',
  'stopped.keep': 'kept the stopped losses of {name}',
  'run.revert': 'reverted run {name}',
}

/**
 * Who and what made it so, and when: the request that the run recorded; where it recorded none, the later of the two
 * that the value needs, its rule as it is and the user in its group.
 *
 * @param recorded the request that led to what is assigned, if one did
 */
export function causeOf(told: Told, ruled: Ruled | null, recorded: string | null | undefined): Cause | null {
  const needed = [ruled?.joined, ruled?.edit?.request, ruled?.pinned].filter((id) => typeof id === 'string').sort()
  const request = told.request(recorded) ?? told.request(needed.at(-1))
  return request && { sentence: `${request.actor.name} ${actOf(told, ruled, request)} at ${request.at}.`, request }
}

function actOf(told: Told, ruled: Ruled | null, request: Request): string {
  const path = ruled?.paths[0] ?? []
  const at = path.findIndex((step) => step.request === request.id)
  if (at === 0) return `put them into “${path[0]!.name}”`
  if (at > 0) return `put “${path[at - 1]!.name}” into “${path[at]!.name}”`
  const rule = ruled?.winning?.bearing.rule
  if (rule && ruled.edit?.request === request.id && request.kind !== 'draft.apply') {
    const verb = request.kind === 'rule.create' ? 'added' : 'changed'
    return `${verb} rule ${rule.rank} “${told.nameOf(rule.id)}”`
  }
  if (ruled?.pinned === request.id) return 'pinned it'
  return (acts[request.kind] ?? request.kind).replace('{name}', `“${request.target?.name ?? ''}”`)
}
