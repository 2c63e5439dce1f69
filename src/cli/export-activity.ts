import { asking } from './ask.ts'
import { apiSettings, type Command, exit } from './command.ts'

const filters = {
  type: 'request or change.',
  kind: 'How the kind begins: seat, rule.create.',
  user: 'A user, by id.',
  product: 'A product, by name or id.',
  admin: 'Who acted, by name or id.',
  status: 'Of the users it is about: none, invited, active, inactive, suspended.',
  run: 'What one run did.',
  from: 'From this day or moment on (UTC, ISO 8601).',
  to: 'To the end of this day, or before this moment.',
} as const

const flags = Object.fromEntries(
  Object.entries(filters).map(([name, about]) => [name, { type: 'string', about }] as const),
)

export const exportActivity: Command = {
  usage: 'export activity',
  about: 'All that happened, newest first, as CSV or as one line of JSON each.',
  examples: [
    ['rollcall export activity --format csv --from 2026-01-01 --to 2026-03-31 > quarter.csv', 'for a spreadsheet'],
    ['rollcall export activity --format jsonl --kind seat.lost | jq .user.name', 'who lost a seat'],
  ],
  settings: apiSettings,
  flags: { format: { type: 'string', about: 'csv or jsonl. Default csv.' }, ...flags },
  run: async (call) => {
    const { format = 'csv', ...given } = call.flags
    if (format !== 'csv' && format !== 'jsonl') {
      call.say('The format is csv or jsonl.')
      return exit.usage
    }
    const query = Object.fromEntries(
      Object.keys(filters).map((name) => [name, typeof given[name] === 'string' ? given[name] : undefined]),
    )
    return asking(call, (_, pour) => pour('/activity/export', { format, ...query }, call.answer))
  },
}
