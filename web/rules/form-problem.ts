import { ApiError } from '../api.ts'
import { text } from '../locales/text.ts'
import type { Entered, Missing } from './entered.ts'

export type FieldErrors = Partial<Readonly<Record<keyof Entered, string>>>

/** What is wrong, at the field that it is about; `elsewhere`: what is about none. */
export interface FormProblem {
  readonly fields: FieldErrors
  readonly elsewhere: string | undefined
}

const names = [
  'group',
  'name',
  'description',
  'condition',
  'products',
  'role',
  'welcomeTemplate',
  'language',
  'userGroup',
  'deviceGroups',
  'settingsTemplate',
  'state',
] as const satisfies readonly (keyof Entered)[]

/** An answer of the server's: a plan's pointer goes through `/add` or `/change/to`, a rule's does not. */
export function problemIn(error: Error | null | undefined): FormProblem {
  if (!error) return { fields: {}, elsewhere: undefined }
  if (!(error instanceof ApiError)) return { fields: {}, elsewhere: text('ui.failed') }
  const said = error.problem.errors ?? [{ pointer: error.problem.pointer ?? '', detail: error.message }]
  const fields: { -readonly [Name in keyof FieldErrors]: FieldErrors[Name] } = {}
  for (const { pointer, detail } of said) {
    const [, first] = pointer.replace(/^\/(add|change\/to)(?=\/)/, '').split('/')
    const name = names.find((each) => each === first)
    if (name) fields[name] ??= detail
  }
  const isElsewhere = Object.keys(fields).length === 0
  return { fields, elsewhere: isElsewhere ? (error.status === 0 ? text('ui.unreachable') : error.message) : undefined }
}

/** For who cannot see the fields: what is wrong, all of it, once. */
export function summaryOf(missing: readonly Missing[], { fields }: FormProblem): string {
  const said = [
    missing.includes('group') && text('rule.groupMissing'),
    missing.includes('privileges') && text('rule.privilegesMissing'),
    missing.includes('managedGroups') && text('rule.managedMissing'),
    ...Object.values(fields),
  ].filter((each) => typeof each === 'string')
  return said.join(' ')
}
