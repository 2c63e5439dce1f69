import type { Rule, Rules } from '../contract/rule.ts'
import { asking } from './ask.ts'
import { apiSettings, type Command, jsonFlag } from './command.ts'
import { table } from './table.ts'

export const rules: Command = {
  usage: 'rules',
  about: 'The rules, best rank first: whom they match, what they give.',
  examples: [
    ['rollcall rules', 'the live rules'],
    ['rollcall rules --draft', 'those being edited'],
  ],
  settings: apiSettings,
  flags: { ...jsonFlag, draft: { type: 'boolean', about: 'Those of the draft, where there is one.' } },
  run: (call) =>
    asking(call, async (ask) => {
      const found = await ask<Rules>('/rules', { draft: call.flags.draft ? 'true' : undefined })
      if (call.flags.json) return call.answer(JSON.stringify(found))
      const rows = found.rules.map((rule) => [
        String(rule.rank),
        rule.name,
        rule.groupGone ? `${rule.group.name} (gone)` : rule.group.name,
        String(rule.members),
        rule.state,
        givenBy(rule),
      ])
      call.answer(table(['RANK', 'RULE', 'GROUP', 'USERS', 'STATE', 'GIVES'], rows, ['RANK', 'USERS']))
      const isDraft = call.flags.draft && found.draft
      call.say(isDraft ? `Draft of version ${found.draft?.basedOn}` : `Version ${found.version}, live`)
      if (call.flags.draft && !found.draft) call.say('There is no draft.')
    }),
}

function givenBy(rule: Rule): string {
  const { role, language, userGroup, deviceGroups, settingsTemplate, welcomeTemplate, condition } = rule
  const named = (value: { readonly name: string } | string) => (typeof value === 'string' ? value : value.name)
  return [
    ...rule.products.map(({ product, tier }) => `${product.name} ${tier.name}`),
    ...(role ? [role.role] : []),
    ...(language ? [`language ${language}`] : []),
    ...(userGroup ? [`user group ${named(userGroup)}`] : []),
    ...(deviceGroups.length > 0 ? [`devices ${deviceGroups.map(named).join(' and ')}`] : []),
    ...(settingsTemplate ? [`settings ${named(settingsTemplate)}`] : []),
    ...(welcomeTemplate ? [`welcome mail ${named(welcomeTemplate)}`] : []),
    ...(condition ? [`if ${condition}`] : []),
  ].join(', ')
}
