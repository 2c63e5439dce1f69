import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse, setPassword, signInByLink, type Visit, visit } from './visit.ts'

interface Pool {
  readonly product: { readonly id: string; readonly name: string }
  readonly tier: { readonly id: string; readonly name: string }
  readonly owned: number | null
  readonly held: number
  readonly grace: number
  readonly waiting: number
}

let house: House
let admin: Visit
let support: Pool
const pools = async () => (await house.ask<{ seats: readonly Pool[] }>('seats')).seats
const supportNow = async () => (await pools()).find(({ tier }) => tier.id === support.tier.id)!

beforeAll(async () => {
  house = await openHouse()
  admin = await visit(house)
  await signInByLink(admin, house.ready.adminLink)
  await setPassword(admin)
  support = (await pools()).find(({ product, grace }) => product.name.includes('Support v5') && grace > 0)!
})
afterAll(() => house?.close())
afterEach(() => {
  expect(admin.complaints.splice(0)).toEqual([])
})

describe('an admin whose seats have run out', () => {
  it('sees it on the overview, with who waits a click away and in order', async () => {
    const { page } = admin
    await page.goto('/')
    await page.getByText('2 things need you.').waitFor()
    await page.getByRole('link', { name: 'See the line: 4 users wait for GoToAssist Remote Support v5' }).click()
    const line = page.getByRole('table', { name: 'The line' })
    await expect.poll(() => line.getByRole('row').count()).toBe(5)
    const { waiting } = await house.ask<{ waiting: { user: { name: string } }[] }>(
      `seats/${support.product.id}/waiting`,
    )
    const names = await line
      .getByRole('row')
      .evaluateAll((rows) => rows.slice(1).map((row) => row.querySelectorAll('[role=cell]')[1]?.textContent))
    expect(names).toEqual(waiting.map(({ user }) => user.name))
    await line.getByRole('link', { name: `Why does ${waiting[0]!.user.name} wait?` }).click()
    await page.getByRole('heading', { level: 1, name: waiting[0]!.user.name }).waitFor()
  })

  it('ends one grace, after reading who gets the seat', async () => {
    const { page } = admin
    await page.goto(`/seats?product=${support.product.id}`)
    await page.getByRole('tab', { name: /In grace/ }).click()
    const table = page.getByRole('table', { name: 'In grace' })
    await expect.poll(() => table.getByRole('row').count()).toBe(4)
    await table
      .getByRole('button', { name: /^End now: / })
      .first()
      .click()
    const question = page.getByRole('dialog', { name: /^End the grace of/ })
    await question.getByText('1 user gets a seat').waitFor()
    await question.getByText('1 seat is freed').waitFor()
    await question.getByText('3 users go on waiting.').waitFor()
    await question.getByRole('button', { name: 'End 1 grace' }).click()
    await page.getByText('1 grace of GoToAssist Remote Support v5 ended').waitFor()
    expect(await supportNow()).toMatchObject({ held: 64, grace: 2, waiting: 3 })
    await expect.poll(() => table.getByRole('row').count()).toBe(3)
    expect(new URL(page.url()).searchParams.get('tab')).toBe('grace')
  })

  it('owns more, after reading by name who gets one: the line empties', async () => {
    const { page } = admin
    await page.goto('/seats')
    const short = page.getByRole('region', { name: 'Shortages' })
    await short.getByText('3 users wait for GoToAssist Remote Support v5').waitFor()
    await short.getByRole('link', { name: /^Own more: GoToAssist/ }).click()
    const form = page.getByRole('dialog', { name: 'Seats of GoToAssist Remote Support v5' })
    await form.getByRole('button', { name: 'Enough for all: 69' }).click()
    await form.getByText('All 3 users who wait get a seat.').waitFor()
    await form.getByRole('heading', { name: '3 users get a seat' }).waitFor()
    expect(await form.getByRole('listitem').count()).toBe(3)
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByText('69 seats of GoToAssist Remote Support v5 are owned.').waitFor()
    expect(await supportNow()).toMatchObject({ owned: 69, held: 67, waiting: 0 })
    await expect.poll(() => short.textContent()).not.toContain('GoToAssist')
    await page.goto(`/seats?product=${support.product.id}`)
    await page.getByText('Nobody waits').waitFor()
  })

  it('takes it back: nobody loses a seat, and none is given until there is room', async () => {
    const { page } = admin
    await page.goto(`/seats?tier=${support.tier.id}`)
    const form = page.getByRole('dialog')
    const owned = form.getByLabel('Owned')
    await owned.fill('60')
    await owned.press('Tab')
    await form.getByText('nobody loses a seat, and none is given until there is room').waitFor()
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByText('60 seats of GoToAssist Remote Support v5 are owned.').waitFor()
    expect(await supportNow()).toMatchObject({ owned: 60, held: 67 })
    await page.getByRole('button', { name: 'Undo' }).first().click()
    await expect.poll(async () => (await supportNow()).owned).toBe(69)
  })

  it('says what happens when none is free, and how long a lost seat waits', async () => {
    const { page } = admin
    await page.goto(`/seats?product=${support.product.id}`)
    await page.getByRole('button', { name: /When no seat of GoToAssist/ }).click()
    await page.getByRole('option', { name: 'Block the change' }).click()
    await page.getByText('GoToAssist Remote Support v5 changed').waitFor()
    const days = page.getByLabel('Days of grace')
    await days.fill('3')
    await days.press('Enter')
    await page.getByText('GoToAssist Remote Support v5: 3 days of grace').waitFor()
    const product = await house.ask<{ graceSeconds: number; tiers: { shortage: string }[] }>(
      `products/${support.product.id}`,
    )
    expect(product).toMatchObject({ graceSeconds: 3 * 86_400, tiers: [{ shortage: 'block' }] })
  })

  it('looks at a moment of the past, where nothing can be changed', async () => {
    const { page } = admin
    await page.goto(`/seats?at=${new Date().toISOString()}`)
    await page.getByText('Who waited then is not kept.').waitFor()
    const row = page.getByRole('row').filter({ hasText: 'GoToAssist Remote Support v5' })
    expect(await row.getByRole('cell').nth(3).textContent()).toContain('69')
    expect(await row.getByRole('link').count()).toBe(0)
  })
})
