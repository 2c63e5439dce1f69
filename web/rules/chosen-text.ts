import { list, number, text } from '../locales/text.ts'

/** So many are named; the rest is counted. */
const NAMED = 3

/** "5 chosen: a, b, c +2". */
export function chosenText(names: readonly string[]): string {
  const more = names.length - NAMED
  const said = more > 0 ? `${names.slice(0, NAMED).join(', ')} +${number(more)}` : list(names)
  return `${text('rule.chosen', { count: names.length })}: ${said}`
}
