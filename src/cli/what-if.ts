import type { WhatIf } from '../contract/what-if.ts'
import { asking } from './ask.ts'
import { apiSettings, type Command, jsonFlag } from './command.ts'
import { groupsNamed, userNamed } from './named.ts'
import { table } from './table.ts'

export const whatIf: Command = {
  usage: 'what-if USER',
  about: 'What somebody would have in other directory groups, and whether a seat would be free. Changes nothing.',
  examples: [
    ['rollcall what-if ada@lindenhof.example --add Sales', 'one group more'],
    ['rollcall what-if "Ada Rossi" --add "Sales,Berlin" --remove Service', 'several, after commas'],
    ['rollcall what-if ada@lindenhof.example --draft', 'by the rules of the draft'],
    ['rollcall what-if ada@lindenhof.example --inactive', 'were they not active in their directory'],
  ],
  settings: apiSettings,
  flags: {
    ...jsonFlag,
    add: { type: 'string', about: 'Directory groups they would be in, by name or id.' },
    remove: { type: 'string', about: 'Directory groups they would be in no more.' },
    draft: { type: 'boolean', about: 'By the rules of the draft.' },
    inactive: { type: 'boolean', about: 'As if they were not active.' },
  },
  run: (call) =>
    asking(call, async (ask) => {
      const { add, remove, draft, inactive, json } = call.flags
      const user = await userNamed(ask, call.words[0] ?? '')
      const found = await ask<WhatIf>(`/users/${user.id}/what-if`, undefined, {
        ...(typeof add === 'string' && { addGroups: await groupsNamed(ask, add) }),
        ...(typeof remove === 'string' && { removeGroups: await groupsNamed(ask, remove) }),
        ...(draft && { rules: 'draft' }),
        ...(inactive && { active: false }),
      })
      if (json) return call.answer(JSON.stringify(found))
      call.answer([found.sentence, rowsOf(found)].filter(Boolean).join('\n'))
      if (found.mail) call.say(`A ${found.mail} mail would go out.`)
    }),
}

/** What would be otherwise: before, after, and the rule or pin that would decide. */
function rowsOf({ products, fields }: WhatIf): string {
  type Winner = WhatIf['products'][number]['after']['winner']
  const by = (winner: Winner) => {
    if (!winner) return ''
    return winner.kind === 'pin' ? `pin: ${winner.reason}` : `rule ${winner.rank} ${winner.rule.name}`
  }
  const seat = ({ tier, state }: WhatIf['products'][number]['after']) => (tier ? `${tier.name} ${state}` : '–')
  const rows = [
    ...products
      .filter(({ changed }) => changed)
      .map(({ product, before, after }) => [product.name, seat(before), seat(after), by(after.winner)]),
    ...fields
      .filter(({ changed }) => changed)
      .map(({ field, group, before, after }) => [
        group ? `${field} ${group.name}` : field,
        before.text,
        after.text,
        by(after.winner),
      ]),
  ]
  return rows.length === 0 ? '' : table(['WHAT', 'BEFORE', 'AFTER', 'BY'], rows)
}
