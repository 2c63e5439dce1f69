import type { Request } from '../../contract/because.ts'
import type { Cause } from '../../contract/why.ts'
import { momentText, say, type Word } from '../../words/say.ts'
import type { Ruled } from '../store/why.ts'
import type { Told } from './told.ts'

/** Acts that are told by what they were called; of others, that they were. */
const acts: Readonly<Record<string, Word>> = {
  'user.create': 'cause.user.create',
  'user.replace': 'cause.user.replace',
  'user.patch': 'cause.user.replace',
  'user.delete': 'cause.user.delete',
  'group.create': 'cause.group.create',
  'group.rename': 'cause.group.rename',
  'group.replace': 'cause.group.replace',
  'group.patch': 'cause.group.replace',
  'group.members': 'cause.group.members',
  'group.delete': 'cause.group.delete',
  'rule.create': 'cause.rule.create',
  'rule.change': 'cause.rule.change',
  'rule.delete': 'cause.rule.delete',
  'rules.order': 'cause.rules.order',
  'draft.apply': 'cause.draft.apply',
  'pin.create': 'cause.pin.create',
  'pin.delete': 'cause.pin.delete',
  'pool.change': 'cause.pool.change',
  'stopped.apply': 'cause.stopped.apply',
  'stopped.keep': 'cause.stopped.keep',
  'run.revert': 'cause.run.revert',
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
  return request && { sentence: sentenceOf(told, ruled, request), request }
}

function sentenceOf(told: Told, ruled: Ruled | null, request: Request): string {
  const by = { actor: request.actor.name, at: momentText(new Date(request.at)) }
  const path = ruled?.paths[0] ?? []
  const at = path.findIndex((step) => step.request === request.id)
  if (at === 0) return say('cause.joined', { ...by, group: path[0]!.name })
  if (at > 0) return say('cause.nested', { ...by, inner: path[at - 1]!.name, group: path[at]!.name })
  const rule = ruled?.winning?.bearing.rule
  if (rule && ruled.edit?.request === request.id && request.kind !== 'draft.apply') {
    const word = request.kind === 'rule.create' ? 'cause.ruleAdded' : 'cause.ruleChanged'
    return say(word, { ...by, rank: rule.rank, rule: told.nameOf(rule.id) })
  }
  if (ruled?.pinned === request.id) return say('cause.pinned', by)
  const word = acts[request.kind]
  return word
    ? say(word, { ...by, name: request.target?.name ?? '' })
    : say('cause.other', { ...by, action: request.kind })
}
