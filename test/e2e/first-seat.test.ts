import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Users } from '../../src/contract/user.ts'
import { openScim } from '../support/scim-client.ts'
import { type House, openHouse, setPassword, signInByLink, type Visit, visit } from './visit.ts'

let house: House
let admin: Visit

beforeAll(async () => {
  house = await openHouse(['--empty'])
  admin = await visit(house)
  await signInByLink(admin, house.ready.adminLink)
  await setPassword(admin)
})
afterAll(() => house?.close())
afterEach(() => {
  expect(admin.complaints.splice(0)).toEqual([])
})

const step = (name: string) => admin.page.getByRole('listitem').filter({ hasText: name })
const ticked = (name: string) => step(name).filter({ hasText: 'Done' }).waitFor()
/** By the menu, as somebody goes there. */
const goTo = (name: string) =>
  admin.page.getByRole('navigation').getByRole('link', { name, exact: true }).first().click()

describe('an admin, from the first run to the first seat, in the browser alone', () => {
  let access: { url: string; token: string }

  it('makes a source, and has its address and token', async () => {
    const { page } = admin
    await page.getByRole('heading', { name: 'From here to the first seat' }).waitFor()
    await step('Connect a source').getByRole('link', { name: 'Connect' }).click()
    await page.getByRole('heading', { name: 'Sources', level: 1 }).waitFor()
    await page.getByRole('link', { name: 'Add source' }).click()
    await page.getByRole('link', { name: /^SCIM/ }).click()
    const form = page.getByRole('dialog', { name: 'Connect a directory by SCIM' })
    await form.getByLabel('Name').fill('Okta of Mara')
    await form.getByRole('button', { name: 'Create source' }).click()
    const secret = page.getByRole('dialog', { name: 'Your token' })
    await secret.getByRole('code').last().waitFor()
    const [url, token] = await secret.getByRole('code').allTextContents()
    access = { url: url!, token: token! }
    await secret.getByRole('button', { name: 'I have copied it' }).click()
    await page.getByRole('heading', { name: 'Okta of Mara', level: 1 }).waitFor()
  })

  it('sees the steps tick as the provider pushes, without a reload', async () => {
    await goTo('Overview')
    const okta = openScim(access)
    await okta.send('GET', '/Users?startIndex=1&count=1')
    await ticked('Connect a source')
    const ada = await okta.createUser('ada.rossi@mara.example')
    const tom = await okta.createUser('tom.berg@mara.example')
    await okta.createGroup('All staff', [ada, tom])
    await ticked('First users and groups')
    expect(await step('First users and groups').textContent()).toMatch(/2 users, 1 group/)
  })

  it('says how many seats there are', async () => {
    const { page } = admin
    await step('Say how many seats you own').getByRole('link').click()
    await page.getByRole('link', { name: 'Change what is owned of Hamachi Standard' }).click()
    const form = page.getByRole('dialog', { name: /^Seats of Hamachi/ })
    await form.getByText('Unlimited').first().click()
    await form.getByLabel('Owned').fill('1')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByText(/^1 seat of Hamachi.* is owned\.$/).waitFor()
    await form.waitFor({ state: 'detached' })
    await goTo('Overview')
    await ticked('Say how many seats you own')
  })

  it('makes a rule that gives one, after reading who gets it and who waits', async () => {
    const { page } = admin
    await step('First rule').getByRole('link', { name: 'Add rule' }).click()
    await page.getByRole('combobox', { name: 'Directory group' }).pressSequentially('All')
    await page.getByRole('option', { name: /All staff/ }).click()
    await page.locator('form').getByText('Hamachi', { exact: true }).click()
    await page.getByRole('button', { name: /Tier of Hamachi/ }).click()
    await page.getByRole('option', { name: /^Standard/ }).click()
    await page
      .getByText(/1 would wait for Hamachi/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('alertdialog').filter({ hasText: 'Rule added' }).waitFor()
  })

  it('finds the first seat given, and who waits for the second', async () => {
    const { page } = admin
    await goTo('Overview')
    await page
      .getByRole('listitem')
      .filter({ hasText: /1 user waits for Hamachi/ })
      .waitFor()
    const { users } = await house.ask<Users>('users')
    expect(users.flatMap(({ seats }) => seats.map(({ state }) => state)).toSorted()).toEqual(['held', 'waiting'])
  })
})
