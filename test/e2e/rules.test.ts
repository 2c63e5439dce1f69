import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse, setPassword, signInByLink, type Visit, visit } from './visit.ts'

let house: House
let admin: Visit

beforeAll(async () => {
  house = await openHouse()
  admin = await visit(house)
  await signInByLink(admin, house.ready.adminLink)
  await setPassword(admin)
})
afterAll(() => house?.close())
afterEach(() => {
  expect(admin.complaints.splice(0)).toEqual([])
})

interface Rules {
  readonly rules: readonly { readonly name: string; readonly rank: number; readonly state: string }[]
}
const ranked = async () => (await house.ask<Rules>('rules')).rules.map(({ name }) => name)

describe('an admin', () => {
  it('turns a rule off and on again, and reads what it did', async () => {
    const { page } = admin
    await page.goto('/rules')
    const off = page.getByRole('switch', { name: 'Trainers is on' })
    expect(await off.isChecked()).toBe(true)
    // Five of its eighteen losses and all of the rest are over the safeguard's limit.
    await off.press('Space')
    await page.getByRole('alert').filter({ hasText: 'Trainers is off' }).waitFor()
    expect(await page.getByRole('alert').textContent()).toContain('losses are stopped by the safeguard')
    await page.getByRole('switch', { name: 'Trainers is on' }).press('Space')
    await page.getByRole('status').filter({ hasText: 'Trainers is on.' }).waitFor()
    await expect.poll(async () => (await house.ask<{ stops: unknown[] }>('stopped')).stops.length).toBe(0)
  })

  it('moves a rule by the keyboard alone, and the focus stays with it', async () => {
    const { page } = admin
    const before = await ranked()
    const menu = page.getByRole('button', { name: 'Actions for Sales' })
    await menu.press('Enter')
    await page.getByRole('menuitem', { name: 'Move to top' }).press('Enter')
    await page.getByRole('status').filter({ hasText: 'Sales is now rule 1.' }).waitFor()
    expect(await ranked()).toEqual(['Sales', ...before.filter((name) => name !== 'Sales')])
    const shown = page.getByRole('table').getByRole('row').nth(1)
    await expect.poll(() => shown.textContent()).toContain('Sales')
    await menu.press('Enter')
    await page.getByRole('menuitem', { name: 'Move down' }).press('Enter')
    await page.getByRole('status').filter({ hasText: 'Sales is now rule 2.' }).waitFor()
    expect((await ranked())[1]).toBe('Sales')
  })

  it('adds a rule, which goes last and takes nothing from anybody', async () => {
    const { page } = admin
    await page.getByRole('link', { name: 'Add rule' }).click()
    const form = page.getByRole('dialog', { name: 'Add rule' })
    await form.getByRole('combobox', { name: 'Directory group' }).pressSequentially('Mark')
    await page.getByRole('option', { name: /Marketing/ }).click()
    await form.getByText(/Goes live as rule 7 for \d+ direct members/).waitFor()
    await form.getByText('Hamachi').click()
    await form.getByRole('button', { name: /Default language/ }).click()
    await page.getByRole('option', { name: 'Italian' }).click()
    await form.getByLabel('Name', { exact: true }).fill('Marketing, all of it')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('status').filter({ hasText: 'Rule added.' }).waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    const { rules } = await house.ask<{
      rules: { name: string; language: string; products: { product: { name: string } }[] }[]
    }>('rules')
    expect(rules.at(-1)).toMatchObject({ name: 'Marketing, all of it', language: 'it' })
    expect(rules.at(-1)!.products.map(({ product }) => product.name)).toEqual(['Hamachi'])
    await expect.poll(() => page.getByRole('row').last().textContent()).toContain('Hamachi')
  })

  it('edits a rule, whose address can be shared', async () => {
    const { page } = admin
    await page.getByRole('link', { name: 'Marketing, all of it' }).click()
    await page.reload()
    const form = page.getByRole('dialog', { name: /Rule 7/ })
    expect(await form.getByRole('combobox', { name: 'Directory group' }).inputValue()).toBe('Marketing')
    await form.getByLabel('Condition').fill('department eq')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByRole('alert').waitFor()
    expect(admin.complaints.splice(0).filter((each) => !/status of 4\d\d/.test(each))).toEqual([])
    await form.getByLabel('Condition').fill('title pr')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('status').filter({ hasText: 'Marketing, all of it saved.' }).waitFor()
    await expect.poll(() => page.getByRole('row').last().textContent()).toContain('title pr')
  })

  it('deletes a rule after reading what goes with it', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Actions for Marketing, all of it' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    const question = page.getByRole('dialog', { name: 'Delete Marketing, all of it?' })
    expect(await question.textContent()).toMatch(/keeps? only what other rules give/)
    await question.getByRole('button', { name: /^Delete rule of/ }).click()
    await page
      .getByRole('alert')
      .or(page.getByRole('status'))
      .filter({ hasText: 'Marketing, all of it deleted.' })
      .waitFor()
    expect((await ranked()).length).toBe(6)
  })

  it('buys seats, reads whom that helps, and sees them given', async () => {
    const { page } = admin
    await page.goto('/seats')
    const row = page.getByRole('row').filter({ hasText: 'GoToAssist Remote Support v5' })
    expect(await row.getByRole('cell').nth(7).textContent()).toContain('4')
    await row.getByRole('link').click()
    const form = page.getByRole('dialog')
    const owned = form.getByLabel('Owned')
    await owned.fill('68')
    await owned.press('Tab')
    await form.getByText('2 users who wait get a seat; 2 go on waiting.').waitFor()
    await owned.fill('10')
    await owned.press('Tab')
    await form.getByText('nobody loses a seat, and none is given until there is room').waitFor()
    await owned.fill('70')
    await owned.press('Tab')
    await form.getByText('All 4 users who wait get a seat.').waitFor()
    await form.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => row.getByRole('cell').nth(7).textContent()).toContain('0')
    expect(await row.getByRole('cell').nth(4).textContent()).toContain('67')
  })
})
