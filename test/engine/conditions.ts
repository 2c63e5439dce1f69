import type { Condition } from './world.ts'

/** Half of the rules have none. What each means is said here by the text of user-sync.md §2, not by a parser. */
export const conditions: readonly (Condition | null)[] = [
  null,
  null,
  null,
  null,
  null,
  { text: 'userName sw "A"', holds: ({ userName }) => userName.startsWith('a') },
  { text: 'title eq "sales"', holds: ({ title }) => title === 'Sales' },
  { text: 'title ne "Sales"', holds: ({ title }) => title !== 'Sales' },
  { text: 'not (title co "intern")', holds: ({ title }) => !title?.includes('intern') },
  { text: 'title pr and (userName sw "b" or title ew "intern")', holds: (person) => presentAnd(person) },
]

function presentAnd({ title, userName }: { title: string | null; userName: string }): boolean {
  return title !== null && (userName.startsWith('b') || title.endsWith('intern'))
}
