import type { DraftApplied } from '../contract/draft.ts'
import type { Plan, PlannedChange } from '../contract/plan.ts'
import { type Ask, asking } from './ask.ts'
import { apiSettings, type Command, jsonFlag } from './command.ts'
import { amount, table } from './table.ts'

export const plan: Command = {
  usage: 'plan',
  about: 'What the draft of the rules would do to everybody. Nothing of it happens.',
  examples: [
    ['rollcall plan', 'of the draft; its id is what apply is given'],
    ['rollcall plan --run', 'of a run now; where User Sync is paused, of switching it on'],
  ],
  settings: apiSettings,
  flags: { ...jsonFlag, run: { type: 'boolean', about: 'What a run would do now, instead of the draft.' } },
  run: (call) =>
    asking(call, async (ask) => {
      const made = call.flags.run ? await ask<Plan>('/runs/plan', {}, { full: true }) : await draftPlan(ask)
      if (call.flags.json) return call.answer(JSON.stringify(made))
      call.answer(inWords(made))
      if (made.id) call.say(`Apply it: rollcall apply --plan ${made.id}`)
    }),
}

export const apply: Command = {
  usage: 'apply',
  about: 'Makes the draft live. Losses over the limit are stopped; what the plan did not say is not taken.',
  examples: [
    ['rollcall apply --plan 01a2…', 'as the plan said, or not at all'],
    ['rollcall apply', 'the draft as it is now, after showing its plan'],
    ['rollcall apply --confirm Meeting', 'and its losses, whatever the safeguard says'],
  ],
  settings: apiSettings,
  flags: {
    ...jsonFlag,
    plan: { type: 'string', about: 'The plan that you saw.' },
    confirm: { type: 'string', about: 'Products whose losses go through, by name, with commas between.' },
  },
  run: (call) =>
    asking(call, async (ask) => {
      const { flags } = call
      const seen = typeof flags.plan === 'string' ? await ask<Plan>(`/plans/${flags.plan}`) : await draftPlan(ask)
      if (!flags.json) call.answer(inWords(seen))
      const asked = typeof flags.confirm === 'string' ? flags.confirm.split(',').map((name) => name.trim()) : []
      const confirm = seen.products
        .filter(({ product }) => asked.some((name) => name.toLowerCase() === product.name.toLowerCase()))
        .map(({ product }) => ({ product: product.id }))
      const applied = await ask<DraftApplied>('/draft/apply', {}, { plan: seen.id, confirm })
      if (flags.json) return call.answer(JSON.stringify(applied))
      const { version, confirmed } = applied
      const losses = confirmed === 1 ? ' One loss was confirmed.' : ` ${confirmed} losses were confirmed.`
      call.say(`Version ${version} is live.${confirmed > 0 ? losses : ''}`)
    }),
}

const draftPlan = (ask: Ask) => ask<Plan>('/plans', {}, {})

function inWords({ users, products, roles, mails, changes, changeCount }: Plan): string {
  const rows = products.flatMap(({ product, safeguard, tiers }) =>
    tiers
      .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after) || safeguard?.stopped)
      .map(({ tier, owned, before, after }) => [
        product.name,
        tier.name,
        amount(owned),
        moved(before.held, after.held),
        moved(before.grace, after.grace),
        moved(before.waiting, after.waiting),
        safeguard?.stopped ? `${safeguard.losses} stopped, limit ${safeguard.limit}` : '',
      ]),
  )
  const shown = changes.slice(0, 20).map(asRow)
  const headings = ['PRODUCT', 'TIER', 'OWNED', 'HELD', 'GRACE', 'WAITING', 'LOSSES']
  return [
    `${users.gain} gain, ${users.lose} lose, ${users.change} change something; ${roles.changed} roles; ${mails.welcome} welcome mails, ${mails.change} others`,
    ...(rows.length > 0 ? [table(headings, rows, headings.slice(2, 6))] : []),
    ...(shown.length > 0 ? [table(['USER', 'CHANGE', 'OF', 'BECAUSE'], shown, [])] : []),
    ...(changeCount > shown.length ? [`and ${changeCount - shown.length} more changes`] : []),
  ].join('\n\n')
}

function asRow({ user, kind, product, tier, because }: PlannedChange): readonly string[] {
  return [user.name, kind, [product?.name, tier?.name].filter(Boolean).join(' '), because.text]
}

function moved(before: number, after: number): string {
  return before === after ? String(after) : `${before} → ${after}`
}
