import type { DraftReverted } from '../contract/draft.ts'
import type { RunReverted } from '../contract/run.ts'
import { asking, noAnswer } from './ask.ts'
import { apiSettings, type Command, jsonFlag } from './command.ts'
import { userNamed } from './named.ts'

export const revertRules: Command = {
  usage: 'revert rules VERSION',
  about: 'Make the draft the rules of an earlier version. Nothing is live by it: look at the draft, then apply it.',
  examples: [
    ['rollcall revert rules 12', 'as they were in version 12'],
    ['rollcall revert rules 12 --replace', 'though there is a draft'],
  ],
  settings: apiSettings,
  flags: { ...jsonFlag, replace: { type: 'boolean', about: 'Throw away the draft that there is.' } },
  run: (call) =>
    asking(call, async (ask) => {
      const version = wholeNumber(call.words[0], 'version')
      const replace = call.flags.replace === true
      const made = await ask<DraftReverted>('/draft/revert', undefined, { version, ...(replace && { replace }) })
      if (call.flags.json) return call.answer(JSON.stringify(made))
      const { added, removed, changed, moved } = made.differs
      const lines = made.leftOut.map(
        ({ rank, rule, kind, name }) =>
          `  left out: ${kind} ${name || '(no longer known)'} of rule ${rank} ${rule.name}`,
      )
      const counts = `${added.length} rules added, ${removed.length} removed, ${changed.length} changed, ${moved.length} moved`
      call.answer([`The draft is the rules of version ${version}: ${counts}.`, ...lines].join('\n'))
    }),
}

export const revertRun: Command = {
  usage: 'revert run RUN',
  about:
    'Give back what a run took: pin everybody who lost a seat, a tier or a role in it to what they had, until a moment.',
  examples: [
    ['rollcall revert run 4711 --until 2027-01-31T00:00:00Z --reason "A mistake in Okta"', 'everything and everybody'],
    [
      'rollcall revert run 4711 --until … --reason … --product Meeting --user ada@lindenhof.example',
      'of one product, to one',
    ],
  ],
  settings: apiSettings,
  flags: {
    ...jsonFlag,
    until: { type: 'string', about: 'When the pins end, ISO 8601. Needed.' },
    reason: { type: 'string', about: 'Why; it is kept with every pin. Needed.' },
    product: { type: 'string', about: 'Only what was lost of it, by name or id.' },
    user: { type: 'string', about: 'Only to one user.' },
  },
  run: (call) =>
    asking(call, async (ask) => {
      const { until, reason, product, user, json } = call.flags
      const run = wholeNumber(call.words[0], 'run')
      if (typeof until !== 'string' || Number.isNaN(Date.parse(until)))
        throw noAnswer('Until when? Say --until, such as 2027-01-31T00:00:00Z.')
      if (typeof reason !== 'string' || reason.trim() === '') throw noAnswer('Why? Say --reason.')
      const made = await ask<RunReverted>(`/runs/${run}/revert`, undefined, {
        endsAt: new Date(until).toISOString(),
        reason,
        ...(typeof product === 'string' && { product }),
        ...(typeof user === 'string' && { users: [(await userNamed(ask, user)).id] }),
      })
      if (json) return call.answer(JSON.stringify(made))
      const back = made.back > 0 ? `; ${made.back} they have back already` : ''
      const lines = made.notPinned.map(
        ({ user: who, product: what, reason: why }) =>
          `  not given back: ${who.name}, ${what?.name ?? 'role'} (${why})`,
      )
      call.answer(
        [
          `${made.pinned} ${made.pinned === 1 ? 'pin gives' : 'pins give'} back what run ${run} took${back}.`,
          ...lines,
        ].join('\n'),
      )
    }),
}

function wholeNumber(word: string | undefined, what: string): number {
  const number = Number(word)
  if (!/^\d+$/.test(word ?? '') || !Number.isSafeInteger(number))
    throw noAnswer(`Which ${what}? ${word ?? ''} is no number.`)
  return number
}
