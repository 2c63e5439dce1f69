import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse, PASSWORD, setPassword, signInByLink, type Visit, visit } from './visit.ts'

let house: House
let admin: Visit

beforeAll(async () => {
  house = await openHouse()
  admin = await visit(house)
})
afterAll(() => house?.close())
afterEach(() => {
  expect(admin.complaints.splice(0)).toEqual([])
})

describe('the first visit', () => {
  it('begins with the one-time link of the demo, which looking at does not spend', async () => {
    const scanner = await fetch(house.ready.adminLink, { headers: { accept: 'text/html' } })
    expect(scanner.status).toBe(200)
    const { page } = admin
    await page.goto(house.ready.adminLink)
    await expect.poll(() => page.title()).toBe('Sign in by one-time link · Rollcall')
    expect(await page.getByText('This link signs in').textContent()).toContain('admin@')
    await page.reload()
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
  })

  it('asks for a password, and says what is wrong with a short one', async () => {
    const { page } = admin
    await signInByLink(admin, house.ready.adminLink)
    const field = page.getByLabel('New password')
    await field.fill('short')
    await page.getByRole('button', { name: 'Set password' }).click()
    await page.getByText('It needs at least 15 characters.').waitFor()
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    await setPassword(admin)
  })

  it('finds the link spent afterwards, with the way on', async () => {
    const late = await visit(house)
    await late.page.goto(house.ready.adminLink)
    await late.page.getByRole('heading', { name: 'This link does not work any more' }).waitFor()
    await late.page.getByRole('link', { name: 'Sign in with a password' }).click()
    await late.page.getByRole('heading', { name: 'Sign in' }).waitFor()
    // The browser itself notes each refused request; nothing else may be said.
    expect(late.complaints.filter((each) => !/status of (404|410)/.test(each))).toEqual([])
    await late.context.close()
  })

  it('signs out, asks who comes to a page to sign in, and then shows that page', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Demo admin' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect((await page.context().cookies()).map(({ name }) => name)).toEqual([])
    await page.goto('/seats')
    await page.getByLabel('Email address').fill('admin@fernhill.example')
    await page.getByLabel('Password').fill('not this one')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').filter({ hasText: 'do not fit together' }).waitFor()
    expect(admin.complaints.splice(0).filter((each) => !each.includes('status of 401'))).toEqual([])
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Seats', level: 1 }).waitFor()
  })

  it('asks to sign in again when the session has ended meanwhile, and comes back', async () => {
    const { page } = admin
    await page.request.delete('/session', { headers: { origin: house.ready.url } })
    await page.getByRole('navigation').getByRole('link', { name: 'Users', exact: true }).click()
    await page.getByLabel('Email address').fill('admin@fernhill.example')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
    expect(admin.complaints.splice(0).filter((each) => !each.includes('status of 401'))).toEqual([])
  })

  it('shows the rules in order of rank', async () => {
    const { page } = admin
    await page.getByRole('navigation').getByRole('link', { name: 'Rules' }).click()
    const rows = page.getByRole('grid', { name: 'Rules' }).getByRole('row')
    await expect.poll(() => rows.count()).toBe(6)
    const ranks = await rows.evaluateAll((all) => all.map((row) => row.getAttribute('aria-label')?.slice(0, 2)))
    expect(ranks).toEqual(['1.', '2.', '3.', '4.', '5.', '6.'])
    await expect.poll(() => page.title()).toBe('Rules · Rollcall')
  })

  it('shows the users, more of them as one scrolls on', async () => {
    const { page } = admin
    await page.getByRole('navigation').getByRole('link', { name: 'Users', exact: true }).click()
    const table = page.getByRole('table', { name: 'Users' })
    await expect.poll(() => table.getAttribute('aria-rowcount')).toBe('501')
    const last = async () => Number(await table.getByRole('row').last().getAttribute('aria-rowindex'))
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, 4000)
        return last()
      })
      .toBeGreaterThan(201)
    await page.evaluate(() => window.scrollTo(0, 0))
    await expect.poll(() => table.getByRole('row').nth(1).getAttribute('aria-rowindex')).toBe('2')
  })

  it('searches by words of a name, and keeps them in the address', async () => {
    const { page } = admin
    const rows = page.getByRole('table', { name: 'Users' }).getByRole('row')
    const name = (await rows.nth(1).getByRole('link').textContent()) ?? ''
    await page.getByRole('searchbox').fill(name)
    await expect.poll(() => rows.count()).toBeLessThan(10)
    expect(new URL(page.url()).searchParams.get('search')).toBe(name)
    await page.reload()
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe(name)
    await rows.nth(1).waitFor()
    for (const shown of await rows.getByRole('link').allTextContents())
      expect(shown.toLowerCase()).toContain(name.toLowerCase())
    await page.getByRole('searchbox').fill('active eq false')
    await expect.poll(() => page.url()).toContain('active')
    await page.getByRole('searchbox').fill('active eq eq')
    await page.getByText('This filter cannot be read').waitFor()
    expect(admin.complaints.splice(0).filter((each) => !each.includes('status of 400'))).toEqual([])
    await page.getByRole('searchbox').fill('nobody is called so')
    await page.getByText('Nobody fits').waitFor()
    await page.getByRole('button', { name: 'Show all users' }).click()
    await expect.poll(() => page.getByRole('table').getAttribute('aria-rowcount')).toBe('501')
  })

  it('opens a user and reads why they have what they have, and why not the rest', async () => {
    const { page } = admin
    const users = await house.ask<{ users: { id: string; seats: { state: string }[] }[] }>('users?limit=50')
    const holder = users.users.find(({ seats }) => seats.some(({ state }) => state === 'held'))!
    await page.getByRole('table').locator(`a[href="/users/${holder.id}"]`).click()
    await page.getByRole('heading', { name: 'Products' }).waitFor()
    const held = page.getByRole('listitem').filter({ hasText: 'Held since' }).first()
    await held.getByRole('button', { name: /^Why\? / }).click()
    const reason = page.getByRole('region', { name: 'The reason' })
    await reason.getByText('Group', { exact: true }).waitFor()
    expect(await reason.locator('p').first().textContent()).toMatch(/because/)
    expect(new URL(page.url()).searchParams.has('why')).toBe(true)
    await page
      .getByRole('button', { name: /^Why not\? / })
      .first()
      .click()
    await expect.poll(() => page.getByRole('region', { name: 'The reason' }).count()).toBe(1)
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).not.toBe('User')
  })

  it('shows the seats of each product and tier, and who is next in a line', async () => {
    const { page } = admin
    await page.getByRole('navigation').getByRole('link', { name: 'Seats' }).click()
    const table = page.getByRole('table', { name: 'Seats' })
    await table.waitFor()
    const heads = await table.getByRole('columnheader').allTextContents()
    expect(heads).toEqual(['Product', 'Tier', 'Use', 'Owned', 'Held', 'In grace', 'Free', 'Waiting', 'Change'])
    const all = await house.ask<{ seats: { owned: number | null; held: number; waiting: number }[] }>('seats')
    const seats = all.seats.filter(({ owned, held, waiting }) => owned !== null || held + waiting > 0)
    await expect.poll(() => table.getByRole('row').count()).toBe(seats.length + 1)
    const short = seats.findIndex(({ waiting }) => waiting > 0)
    const row = table.getByRole('row').nth(short + 1)
    expect(await row.getByRole('cell').nth(7).textContent()).toContain(String(seats[short]!.waiting))
    await row.getByRole('link', { name: /^GoTo/ }).click()
    await page.getByRole('table', { name: 'The line' }).getByRole('row').nth(1).waitFor()
    await page.getByRole('main').getByRole('link', { name: 'Seats', exact: true }).click()
    await table.waitFor()
  })
})
