import { fold } from '../directory/fold.ts'
import { addressLengthMax } from '../directory/user.ts'
import { recordRequest, touchUsers } from '../history/store.ts'
import type { CsvRecord } from '../inbound/csv/csv.ts'
import type { Caller } from '../organization/caller.ts'
import { Refused } from '../platform/errors.ts'
import { isStorable } from '../scim/text.ts'
import { deleteAccount, type ListedAccount, saveAccounts, usersWithAddress } from './store/existing.ts'

const heads = {
  address: /^(address|e?mails?(address)?|user(name)?|login)$/,
  product: /^product(name)?$/,
  tier: /^(tier|plan|edition|level)$/,
}
const NAME_MAX = 200
const LINES_MAX = 500_000
const SHOWN_MAX = 200

/** A list of accounts as it was read. */
export interface Listed {
  readonly accounts: readonly ListedAccount[]
  readonly lines: number
  /** Lines that say nothing that could be kept: the first 200. */
  readonly invalid: { readonly line: number; readonly problem: string; readonly remedy: string }[]
}

/** @throws {Refused} 422 EMPTY_FILE, COLUMN_MISSING, TOO_MANY_LINES */
export async function readListed(records: AsyncIterable<CsvRecord>): Promise<Listed> {
  let columns: Readonly<Record<keyof ListedAccount, number>> | undefined
  const accounts: ListedAccount[] = []
  const invalid: Listed['invalid'] = []
  const seen = new Map<string, number>()
  let lines = 0
  for await (const { line, cells } of records) {
    if (!columns) {
      columns = columnsOf(cells)
      continue
    }
    if (++lines > LINES_MAX)
      throw new Refused(422, 'TOO_MANY_LINES', `A list may have ${LINES_MAX} lines: send it in parts.`)
    const cell = (name: keyof ListedAccount) => cells[columns![name]]?.trim() ?? ''
    const account = { address: cell('address'), product: cell('product'), tier: cell('tier') }
    const key = `${fold(account.address)}\n${fold(account.product)}`
    const wrong = faultOf(account, seen.get(key))
    if (wrong) invalid.push({ line, ...wrong })
    else {
      seen.set(key, line)
      accounts.push(account)
    }
  }
  if (!columns) throw new Refused(422, 'EMPTY_FILE', 'The file is empty: its first line must name the columns.')
  return { accounts, lines, invalid: invalid.slice(0, SHOWN_MAX) }
}

function columnsOf(cells: readonly string[]): Readonly<Record<keyof ListedAccount, number>> {
  const plain = cells.map((cell) => cell.toLowerCase().replace(/[^a-z]/g, ''))
  const at = (name: keyof ListedAccount) => plain.findIndex((head) => heads[name].test(head))
  const columns = { address: at('address'), product: at('product'), tier: at('tier') }
  if (columns.address < 0 || columns.product < 0)
    throw new Refused(
      422,
      'COLUMN_MISSING',
      'The first line must name the columns address and product, and may name tier.',
    )
  return columns
}

function faultOf({ address, product, tier }: ListedAccount, earlier: number | undefined) {
  const texts = [address, product, tier]
  if (!texts.every(isStorable))
    return { problem: 'It has a character that no text can have.', remedy: 'Take the character out.' }
  if (address === '' || product === '')
    return { problem: 'It does not say who, or what.', remedy: 'Fill in address and product.' }
  if (address.length > addressLengthMax || product.length > NAME_MAX || tier.length > NAME_MAX)
    return { problem: 'It has a cell that is too long.', remedy: 'Shorten it.' }
  if (earlier !== undefined)
    return { problem: `Line ${earlier} has the same address and product.`, remedy: 'Keep one of the two lines.' }
  return undefined
}

/** Keeps a list. Who has such an account and was given nothing yet is left alone from now on. */
export async function saveListed(caller: Caller, listed: Listed, at: Date): Promise<void> {
  await caller.db.transaction(async (tx) => {
    await saveAccounts(tx, listed.accounts, at)
    const detail = { accounts: listed.accounts.length }
    const request = await recordRequest(tx, { at, actor: caller.actor, action: 'existing-accounts.import', detail })
    const addresses = listed.accounts.map((account) => account.address)
    await touchUsers(tx, await usersWithAddress(tx, addresses), request)
  })
}

/** Forgets an account that was listed and not adopted: rules decide for its user. @throws {Refused} 404 */
export async function forgetAccount(caller: Caller, id: string, at: Date): Promise<void> {
  await caller.db.transaction(async (tx) => {
    const address = await deleteAccount(tx, id)
    if (address === undefined) throw new Refused(404, 'NOT_FOUND', 'There is no such account that is not adopted.')
    const target = { kind: 'existing-account', id, name: address }
    const request = await recordRequest(tx, { at, actor: caller.actor, action: 'existing-accounts.forget', target })
    await touchUsers(tx, await usersWithAddress(tx, [address]), request)
  })
}
