import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Conflicts } from '../../src/contract/conflict.ts'
import type { Pins } from '../../src/contract/pin.ts'
import type { Products } from '../../src/contract/product.ts'
import type { NewSource } from '../../src/contract/source.ts'
import type { Users } from '../../src/contract/user.ts'
import { type ApiClient, openApi } from '../support/api-client.ts'
import { openScim } from '../support/scim-client.ts'
import { type House, openHouse, setPassword, signInByLink, type Visit, visit } from './visit.ts'

let house: House
let admin: Visit
let api: ApiClient
let address: string
let others: readonly string[]

beforeAll(async () => {
  house = await openHouse()
  admin = await visit(house)
  await signInByLink(admin, house.ready.adminLink)
  await setPassword(admin)
  api = openApi(`${house.ready.url}/api/v1`, house.ready.apiToken)
  const { users } = await house.ask<Users>('users?limit=200')
  address = users.find((user) => user.seats.length > 0 && user.address)!.address!
  others = users.filter((user) => user.seats.length === 0 && user.address).map((user) => user.address!)
  const entra = openScim((await api.post<NewSource>('/sources', { name: 'Entra' })).scim!)
  await entra.createUser(address)
  await api.settle()
})
afterAll(() => house?.close())
afterEach(() => {
  expect(admin.complaints.splice(0)).toEqual([])
})

/** What a refusal says on the browser's console is not a complaint. */
const allowRefusal = () =>
  expect(admin.complaints.splice(0).filter((each) => !/status of 4\d\d/.test(each))).toEqual([])
const owner = async () => (await house.ask<Conflicts>('conflicts')).conflicts[0]!.owner.source.name

describe('an admin', () => {
  it('hands an address over after reading what that does, and takes it back', async () => {
    const { page } = admin
    await page.goto('/reports/conflicts')
    await page.getByRole('button', { name: `Hand over ${address} to Entra` }).click()
    const dialog = page.getByRole('dialog', { name: 'Hand over this address?' })
    await dialog.getByText(/holds .* now\.$/).waitFor()
    await dialog.getByText(/who had it loses what rules gave/).waitFor()
    await dialog.getByRole('button', { name: 'Hand over 1 address' }).click()
    await page.getByText('1 address handed over.').waitFor()
    expect(await owner()).toBe('Entra')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(owner).toBe('Okta')
  })

  it('imports who had what, adopts it, and cleans up the pins that kept it', async () => {
    const { page } = admin
    await page.goto('/reports/existing-accounts')
    await page.getByText('No account waits to be adopted').waitFor()
    const lines = ['address,product,tier', `${others[0]},GoTo Meeting,Pro`, 'gone@old.example,GoTo Meeting,Pro', ',,']
    await page.getByLabel(/^CSV file/).setInputFiles({
      name: 'had.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(lines.join('\r\n')),
    })
    await page.getByText('3 lines read.').waitFor()
    await page.getByText('It does not say who, or what.').waitFor()
    await page.getByRole('tab', { name: 'Unmatched 1' }).waitFor()
    await page.getByRole('button', { name: 'Adopt all 1 matched' }).click()
    const dialog = page.getByRole('dialog', { name: 'Adopt this account?' })
    await dialog.getByText('What rules do not give is kept by pins').waitFor()
    await dialog.getByRole('button', { name: 'Adopt 1 account' }).click()
    await page.getByText('1 account adopted.').waitFor()
    await page.getByRole('tab', { name: 'Adopted pins' }).click()
    await page.getByRole('button', { name: /^End pin/ }).click()
    await page.getByText('No pins are left from adoption').waitFor()
    expect((await house.ask<Pins>('pins?reason=adopted')).pins).toEqual([])
  })

  it('builds the tree of user groups: adds, moves, renames, and never a group below itself', async () => {
    const { page } = admin
    await page.goto('/library')
    const add = async (name: string, under?: string) => {
      await page.getByRole('button', { name: 'Add user group' }).click()
      const form = page.getByRole('dialog', { name: 'Add user group' })
      await form.getByLabel('Name').fill(name)
      if (under) {
        await form.getByRole('button', { name: /Under/ }).click()
        await page.getByRole('option', { name: under }).click()
      }
      await form.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('row').filter({ hasText: name }).waitFor()
    }
    await add('EMEA')
    await add('France', 'EMEA')
    await page.getByRole('link', { name: 'EMEA', exact: true }).click()
    const form = page.getByRole('dialog', { name: 'Edit EMEA' })
    await form.getByRole('button', { name: /Under/ }).click()
    const parents = await page.getByRole('option').allTextContents()
    expect(parents.map((name) => name.trim())).not.toContain('France')
    await page.keyboard.press('Escape')
    await form.getByLabel('Name').fill('Europe')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Europe saved.').waitFor()
    await page.getByRole('row').filter({ hasText: 'under Europe' }).waitFor()
  })

  it('is told what uses something, instead of deleting it', async () => {
    const { page } = admin
    await page.goto('/library')
    const remove = async (name: string) => {
      await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      const dialog = page.getByRole('dialog', { name: `Delete ${name}?` })
      await dialog.getByRole('button', { name: `Delete ${name}` }).click()
      return dialog
    }
    const refused = await remove('Sales')
    await refused.getByText(/^Sales is in use/).waitFor()
    await refused.getByRole('link', { name: 'Sales' }).waitFor()
    expect(await refused.getByRole('button', { name: 'Delete Sales' }).count()).toBe(0)
    allowRefusal()
    await refused.getByRole('button', { name: 'Close' }).first().click()
    await remove('France')
    await page.getByText('France deleted.').waitFor()
  })

  it('adds a product of their own, with tiers, and edits it', async () => {
    const { page } = admin
    await page.goto('/library?tab=products')
    await page.getByRole('button', { name: 'Add product' }).click()
    const form = page.getByRole('dialog', { name: 'Add product' })
    await form.getByLabel('Name').first().fill('Whiteboard')
    const tier = form.getByRole('group', { name: 'Standard' })
    await tier.getByText('Unlimited').click()
    await tier.getByLabel('Seats owned').fill('25')
    await form.getByLabel('Grace, in days').fill('1')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Whiteboard added.').waitFor()
    await page.getByRole('link', { name: 'Whiteboard' }).click()
    const edit = page.getByRole('dialog', { name: 'Edit Whiteboard' })
    await edit.getByRole('button', { name: 'Add tier' }).click()
    await edit.getByRole('group', { name: 'New tier' }).getByLabel('Name').fill('Lite')
    await edit.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Whiteboard saved.').waitFor()
    const { products } = await house.ask<Products>('products')
    expect(products.find(({ name }) => name === 'Whiteboard')).toMatchObject({
      graceSeconds: 86_400,
      tiers: [
        { name: 'Standard', owned: 25 },
        { name: 'Lite', owned: null },
      ],
    })
  })
})
