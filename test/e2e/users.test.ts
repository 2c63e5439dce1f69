import { readFileSync } from 'node:fs'
import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Groups } from '../../src/contract/group.ts'
import type { Users } from '../../src/contract/user.ts'
import { type House, openHouse, setPassword, signInByLink, type Visit, visit } from './visit.ts'

let house: House
let admin: Visit
let filled: string

beforeAll(async () => {
  house = await openHouse()
  admin = await visit(house)
  filled = new Date().toISOString()
  await signInByLink(admin, house.ready.adminLink)
  await setPassword(admin)
})
afterAll(() => house?.close())
afterEach(() => {
  expect(admin.complaints.splice(0)).toEqual([])
})

const count = async (query: string) => (await house.ask<{ count: number }>(`users/count?${query}`)).count
/** Chooses in a chip of filters. */
async function narrow(name: string | RegExp, option: string): Promise<void> {
  const { page } = admin
  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
const announced = (heading: string) => admin.page.getByRole('main').getByRole('status').filter({ hasText: heading })

describe('an admin', () => {
  it('finds somebody among many by words and filters, which survive a reload and going back', async () => {
    const { page } = admin
    await page.goto('/users')
    await announced('500 users').waitFor()
    await narrow('Role', 'Manager')
    const managers = await count('role=manager')
    await announced(`${managers} users`).waitFor()
    await narrow('Product', 'GoTo Meeting')
    await narrow('Seat', 'Held')
    await expect.poll(() => new URL(page.url()).searchParams.get('state')).toBe('held')
    await page.reload()
    await page.getByRole('button', { name: 'Role: Manager' }).waitFor()
    const both = (await house.ask<Users>(`users${new URL(page.url()).search}`)).users
    await announced(`${both.length} user`).waitFor()
    await page.getByRole('link', { name: both[0]!.displayName }).click()
    await page.getByRole('heading', { name: both[0]!.displayName, level: 1 }).waitFor()
    await page.goBack()
    await page.getByRole('button', { name: 'Seat: Held' }).waitFor()
    await page.goBack()
    await announced(`${await count(`role=manager&product=${both[0]!.seats[0]!.product.id}`)} user`).waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    // A part of any name, in any order; and what an expert types.
    const search = page.getByRole('searchbox')
    await search.fill('whitfield ada')
    await announced('1 user').waitFor()
    await search.fill('userName sw "ada.whit"')
    await expect.poll(() => new URL(page.url()).searchParams.get('filter')).toBe('userName sw "ada.whit"')
    await announced('1 user').waitFor()
    await search.fill('zzzz')
    await page.getByText('Nobody fits').waitFor()
    await search.fill('title eq nothing')
    await page.getByText('This filter cannot be read').waitFor()
    expect(admin.complaints.splice(0).every((each) => /status of 400/.test(each))).toBe(true)
  })

  it('narrows by a directory group and a state by the keyboard alone', async () => {
    const { page } = admin
    await page.goto('/users')
    await page.getByRole('button', { name: 'Group' }).press('Enter')
    await page.keyboard.type('shift night')
    const found = page.getByRole('option')
    await expect.poll(() => found.allTextContents()).toEqual(['Customer Support Night Shift20'])
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => found.getAttribute('data-focused')).toBe('true')
    await page.keyboard.press('Enter')
    await announced('20 users').waitFor()
    await page.getByRole('button', { name: 'Group: Customer Support Night Shift' }).waitFor()
  })

  it('peeks at users one after the other without leaving the list', async () => {
    const { page } = admin
    await page.goto('/users?role=manager')
    const names = page.getByRole('table').getByRole('link')
    await names.first().focus()
    await page.keyboard.press('Space')
    const panel = page.getByRole('complementary', { name: 'At a glance' })
    await panel.getByRole('heading', { name: await textOf(names.first()) }).waitFor()
    await names.nth(1).focus()
    await panel.getByRole('heading', { name: await textOf(names.nth(1)) }).waitFor()
    await page.reload()
    await panel.getByRole('heading', { name: await textOf(names.nth(1)) }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => panel.count()).toBe(0)
  })

  it('exports what the filters leave', async () => {
    const { page } = admin
    await page.goto('/users?role=manager')
    await announced('users').waitFor()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export CSV' }).click(),
    ])
    const lines = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\r\n')
    expect(lines.length).toBe((await count('role=manager')) + 1)
  })

  it('pins a product for several at once, reads first what that does, and takes it back', async () => {
    const { page } = admin
    await page.goto('/users?status=none')
    await page.getByRole('checkbox').first().click()
    await page
      .getByRole('checkbox')
      .nth(2)
      .click({ modifiers: ['Shift'] })
    const bar = page.getByRole('region', { name: '3 users chosen' })
    await bar.getByRole('button', { name: 'Re-evaluate 3 users' }).click()
    await page.getByText('Nothing had to change.').waitFor()
    await bar.getByRole('button', { name: 'Pin a product' }).click()
    const form = page.getByRole('dialog', { name: 'Pin a product for 3 users' })
    await form
      .getByRole('button', { name: /^Product/ })
      .or(form.getByLabel('Product'))
      .first()
      .click()
    await page.getByRole('option', { name: 'Hamachi', exact: true }).click()
    await form.getByText('3 users gain').waitFor()
    await form.getByRole('button', { name: 'Pin for 3 users' }).click()
    await form.getByText('Say why').waitFor()
    await form.getByLabel('Reason').fill('Trial of the network')
    await form.getByRole('button', { name: 'Pin for 3 users' }).click()
    await page.getByText('Pinned for 3 users').waitFor()
    expect((await house.ask<{ pins: unknown[] }>('pins')).pins.length).toBe(3)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(async () => (await house.ask<{ pins: unknown[] }>('pins')).pins.length).toBe(0)
  })

  it('looks at users as they were, where nothing can be changed', async () => {
    const { page } = admin
    await page.goto(`/users?at=${filled}`)
    await page.getByText('nothing can be changed here').waitFor()
    await announced('500 users').waitFor()
    expect(await page.getByRole('checkbox').count()).toBe(0)
    await page.getByRole('button', { name: /^As of/ }).press('Enter')
    await page.getByRole('button', { name: 'Yesterday' }).click()
    await page.getByText('Nobody was here then').waitFor()
    await page.getByRole('slider').press('End')
    await expect.poll(() => new URL(page.url()).searchParams.get('at')).toBe(null)
    await page.keyboard.press('Escape')
    await page.goto('/users?at=once')
    await page.getByText('no moment').waitFor()
    await page.getByRole('button', { name: 'Back to now' }).click()
    await announced('500 users').waitFor()
    expect(admin.complaints.splice(0).filter((each) => !/status of 4/.test(each))).toEqual([])
  })

  it('finds groups that no rule sees, and makes a rule of one', async () => {
    const { page } = admin
    await page.goto('/groups')
    await narrow('Rules', 'Unused')
    const { groups } = await house.ask<Groups>('groups?used=false')
    await announced(`${groups.length} groups`).waitFor()
    await page.getByRole('searchbox').fill('market')
    await page.getByRole('link', { name: 'Marketing' }).click()
    await page.getByText('No rule sees the members of this group.').waitFor()
    expect(await page.getByRole('link', { name: 'Make a rule from this' }).getAttribute('href')).toMatch(
      /\/rules\?rule=new&group=/,
    )
    await page.goto(`/groups/${(await house.ask<Groups>('groups?search=sales')).groups[0]!.id}?how=through`)
    await page.getByText('through Sales Europe').first().waitFor()
    await page.getByRole('link', { name: 'Sales Europe' }).click()
    await page.getByRole('heading', { name: 'Sales Europe', level: 1 }).waitFor()
    await page.getByRole('tab', { name: 'Activity' }).click()
    await page.getByRole('table', { name: 'Activity' }).getByRole('row').nth(1).waitFor()
  })

  it('chooses the language of their own, when a directory has them', async () => {
    const { page } = admin
    await page.goto('/me')
    await page.getByText('You are in no directory').waitFor()
    const created = await fetch(`${house.ready.scim.url}/Users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${house.ready.scim.token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: 'admin@fernhill.example',
        displayName: 'Demo Admin',
      }),
    })
    expect(created.status).toBe(201)
    await page.reload()
    await page.getByText('as your organization decides').waitFor()
    await page.getByRole('button', { name: /Language of mails/ }).click()
    await page.getByRole('option', { name: 'Français' }).click()
    await page.getByText('French, your own choice').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('as your organization decides').waitFor()
    const [ada] = (await house.ask<Users>('users?search=ada whitfield')).users
    await page.goto(`/me?user=${ada!.id}`)
    await page.getByText('This is what Ada Whitfield sees').waitFor()
    expect(await page.getByRole('button', { name: /Language of mails/ }).count()).toBe(0)
  })
})

const textOf = async (where: Locator) => (await where.textContent()) ?? ''
