import { fold } from '../../directory/fold.ts'
import { Refused } from '../../platform/errors.ts'
import { isStorable, quoted } from '../../scim/text.ts'
import { type Field, fieldOf, fields, readActive, readGroups, type Values } from './columns.ts'
import type { CsvRecord } from './csv.ts'

/** A line that says something of a user. */
export interface Line {
  readonly line: number
  readonly userName: string
  readonly values: Values
  /** What it says of active; null: nothing. */
  readonly active: boolean | null
  /** All groups of the user; null: the file says nothing of groups. */
  readonly groups: readonly string[] | null
}

/** A line that cannot be taken. */
export interface Invalid {
  readonly line: number
  /** Null: nobody can say whom it means. */
  readonly userName: string | null
  readonly problem: string
  readonly remedy: string
}

export interface ImportFile {
  readonly columns: readonly { readonly head: string; readonly field: Field | null }[]
  readonly lines: readonly Line[]
  readonly invalid: readonly Invalid[]
}

const LINES_MAX = 500_000
const GROUP_NAME_MAX = 500

/**
 * A file by its header. A line that is too short says nothing of the columns it has not got.
 * @throws {Refused} 422 EMPTY_FILE, COLUMN_TWICE, NO_USER_NAME, TOO_MANY_LINES
 */
export async function readImport(records: AsyncIterable<CsvRecord>): Promise<ImportFile> {
  let columns: ImportFile['columns'] | undefined
  const lines: Line[] = []
  const invalid: Invalid[] = []
  const seen = new Map<string, number>()
  for await (const record of records) {
    if (!columns) {
      columns = readHeader(record)
      continue
    }
    if (lines.length + invalid.length >= LINES_MAX)
      throw new Refused(422, 'TOO_MANY_LINES', `A file may have ${LINES_MAX} lines: send it in parts, with mode add.`)
    const read = readLine(record, columns)
    const earlier = 'problem' in read ? undefined : seen.get(fold(read.userName))
    if ('problem' in read) invalid.push(read)
    else if (earlier !== undefined)
      invalid.push({
        line: read.line,
        userName: read.userName,
        problem: `It names the same user as line ${earlier}.`,
        remedy: 'Keep one of the two lines.',
      })
    else {
      seen.set(fold(read.userName), read.line)
      lines.push(read)
    }
  }
  if (!columns) throw new Refused(422, 'EMPTY_FILE', 'The file is empty: its first line must name the columns.')
  return { columns, lines, invalid }
}

function readHeader({ cells }: CsvRecord): ImportFile['columns'] {
  const columns = cells.map((cell) => ({ head: cell.trim().slice(0, 200), field: fieldOf(cell) ?? null }))
  const unstorable = columns.find(({ head }) => !isStorable(head))
  if (unstorable)
    throw new Refused(422, 'UNSTORABLE_TEXT', `${quoted(unstorable.head)} has a character that no text can have.`)
  const twice = columns.find(({ field }, at) => field && columns.findIndex((other) => other.field === field) < at)
  if (twice)
    throw new Refused(422, 'COLUMN_TWICE', `Two columns say the same, one of them ${quoted(twice.head)}: keep one.`)
  if (!columns.some(({ field }) => field === 'userName' || field === 'email'))
    throw new Refused(
      422,
      'NO_USER_NAME',
      `No column says who is meant: name one userName, or email. Columns may be ${fields.join(', ')}.`,
    )
  return columns
}

function readLine({ line, cells }: CsvRecord, columns: ImportFile['columns']): Line | Invalid {
  const values: Partial<Record<Field, string>> = {}
  for (const [at, { field }] of columns.entries()) {
    const cell = cells[at]
    if (field && cell !== undefined) values[field] = cell.trim()
  }
  const hasUserNames = columns.some(({ field }) => field === 'userName')
  if (!hasUserNames && values.email) values.userName = values.email
  const { userName } = values
  const wrong = (problem: string, remedy: string): Invalid => {
    const isName = userName !== undefined && userName !== '' && userName.length <= 500 && isStorable(userName)
    return { line, userName: isName ? userName : null, problem, remedy }
  }
  if (cells.slice(columns.length).some((cell) => cell.trim() !== ''))
    return wrong(
      `It has ${cells.length} cells, and the header ${columns.length}.`,
      'Put a cell with a comma in it in quotes.',
    )
  if (!userName) return wrong('It does not say who is meant.', `Fill in the ${hasUserNames ? 'userName' : 'email'}.`)
  const unstorable = fields.find((field) => !isStorable(values[field] ?? ''))
  if (unstorable) return wrong(`Its ${unstorable} has a character that no text can have.`, 'Take the character out.')
  const active = values.active ? readActive(values.active) : null
  if (active === undefined) return wrong(`Active is ${quoted(values.active ?? '')}.`, 'Write true or false.')
  const groups = values.groups === undefined ? null : readGroups(values.groups)
  const bad = groups?.find((name) => name.length > GROUP_NAME_MAX)
  if (bad !== undefined)
    return wrong(`${quoted(bad)} cannot be the name of a group.`, `Shorten it to ${GROUP_NAME_MAX} characters.`)
  return { line, userName, values, active, groups }
}
