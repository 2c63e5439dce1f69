import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../src/contract/plan.ts'
import type { Rules } from '../../src/contract/rule.ts'
import type { Seats } from '../../src/contract/seat.ts'
import type { Stopped } from '../../src/contract/stop.ts'
import type { User, Users } from '../../src/contract/user.ts'
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

/** What another admin, or a program, does meanwhile. */
async function send<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const headers = { authorization: `Bearer ${house.ready.apiToken}`, 'content-type': 'application/json' }
  const answer = await fetch(`${house.ready.url}/api/v1/${path}`, {
    method,
    headers: body ? headers : { authorization: headers.authorization },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (answer.status === 204 ? undefined : await answer.json()) as Answer
}

async function edit(name: string, change: object): Promise<void> {
  const { rules } = await house.ask<Rules>('rules')
  await send('PATCH', `rules/${rules.find((rule) => rule.name === name)!.id}`, change)
}

async function held(product: string): Promise<number> {
  const { products } = await house.ask<Seats>('seats')
  return products.find((each) => each.product.name === product)!.held
}

/** From the list of plans to the review of the draft's. */
async function review(): Promise<void> {
  await admin.page.goto('/plans')
  await admin.page.getByRole('link', { name: 'Review and apply' }).click()
  await admin.page.getByRole('table', { name: 'Changes of the plan' }).waitFor()
}

const table = () => admin.page.getByRole('table', { name: 'Changes of the plan' })
const shownCount = async () => Number(await table().getAttribute('aria-rowcount')) - 1

describe('an admin', () => {
  it('reads that nothing is planned, and where plans come from', async () => {
    const { page } = admin
    await page.goto('/plans')
    await page.getByText('A plan appears when you edit rules').waitFor()
    await page.getByRole('link', { name: 'Go to the rules' }).waitFor()
    await page.getByRole('tab', { name: 'Stopped' }).click()
    await page.getByText('Nothing is stopped').waitFor()
    await page.getByRole('tab', { name: 'Applied' }).click()
    await page.getByRole('table', { name: 'Versions of the rules' }).waitFor()
    expect(new URL(page.url()).search).toBe('?tab=applied')
  })

  it('edits rules, and finds in the plan who loses and why, by filters that stand in the address', async () => {
    const { page } = admin
    await edit('Trainers', { state: 'off' })
    await edit('Bureau de Montréal', { language: 'de' })
    await page.goto('/plans')
    await page.getByText('Safeguard: 18 losses of GoTo Training would be stopped').waitFor()
    await page.getByRole('link', { name: 'Who?' }).click()
    await expect.poll(shownCount).toBe(18)
    expect(new URL(page.url()).searchParams.get('by')).toBe('lose')
    await page.getByRole('link', { name: /^~?\s*Change/ }).click()
    await page.getByText('Nobody fits').waitFor()
    await page.getByRole('button', { name: 'Show all changes' }).click()
    const plan = await planOnPage()
    await expect.poll(shownCount).toBe(plan.changeCount)
    await page.getByRole('button', { name: /\bRule\b/ }).click()
    await page.getByRole('option', { name: 'Bureau de Montréal' }).click()
    await table().getByText('French → German').first().waitFor()
    await page.reload()
    await table().getByText('French → German').first().waitFor()
    const name = plan.changes.find(({ outcome }) => outcome === 'lose')!.user.name
    await page.goto(`/plans/${plan.id}`)
    await page.getByRole('searchbox', { name: 'Search users' }).fill(name)
    await expect.poll(shownCount).toBe(1)
    await table()
      .getByRole('link', { name: `Why? ${name}` })
      .waitFor()
  })

  it('keeps a seat from the plan, until a day; undoing it brings the loss back', async () => {
    const { page } = admin
    await review()
    await page
      .getByRole('button', { name: /^Keep GoTo Training for / })
      .first()
      .click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Reason').fill('Holds a course next week')
    await form.getByRole('button', { name: 'Keep the seat' }).click()
    await page.getByText('GoTo Training: 17 losses, limit 5').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('GoTo Training: 18 losses, limit 5').waitFor()
  })

  it('confirms losses of chosen users, applies, and the seats are as the plan said', async () => {
    const { page } = admin
    await review()
    await page.getByRole('radio', { name: 'I confirm those of chosen users' }).press('Space')
    const names = page.getByRole('dialog', { name: 'Who loses GoTo Training?' })
    await names.getByRole('checkbox').nth(0).press('Space')
    await names.getByRole('checkbox').nth(1).press('Space')
    await names.getByRole('button', { name: 'Confirm 2 losses' }).click()
    const before = await held('GoTo Training')
    await page.getByRole('button', { name: /^Apply: .*2 seats lost · 16 stopped/ }).click()
    await page.getByText(/Version \d+ of the rules is live/).waitFor()
    await page.getByText('16 of these losses are stopped.').waitFor()
    expect(new URL(page.url()).pathname).toBe('/rules')
    expect(await held('GoTo Training')).toBe(before - 2)
    expect((await house.ask<Stopped>('stopped')).stops.map(({ count }) => count)).toEqual([16])
  })

  it('goes back by the plan of the earlier rules', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('heading', { name: /^Plan of draft/ }).waitFor()
    await page.getByText('German → French').first().waitFor()
    await send('DELETE', 'draft')
  })

  it('takes some of the stopped losses by name and keeps the rest, until a day', async () => {
    const { page } = admin
    await page.goto('/seats')
    await page.getByRole('link', { name: 'Decide on GoTo Training' }).click()
    const names = page.getByRole('table', { name: 'Stopped losses of GoTo Training' })
    await names.getByRole('checkbox').first().press('Space')
    await page.getByText('1 user chosen').waitFor()
    const before = await held('GoTo Training')
    await page.getByRole('button', { name: 'Take 1 seat of GoTo Training' }).click()
    await page.getByText('15 losses of GoTo Training are stopped').waitFor()
    expect(await held('GoTo Training')).toBe(before - 1)
    await page.getByRole('button', { name: 'Keep 15 …' }).click()
    const form = page.getByRole('dialog', { name: 'Keep seats of GoTo Training' })
    await form.getByLabel('Until the end of').fill('2020-01-01')
    await form.getByText('Choose a day that is still to come.').waitFor()
    await form.getByLabel('Until the end of').fill('2099-01-01')
    await form.getByRole('button', { name: 'Keep 15 …' }).click()
    await page.getByText('Nothing is stopped').waitFor()
    expect(await held('GoTo Training')).toBe(before - 1)
  })

  it('sees only what differs when the directory moved on, and applies with that', async () => {
    const { page } = admin
    await edit('Webinar hosts', { state: 'off' })
    await review()
    const { users } = await house.ask<Users>('users?limit=500')
    const holder = users.find((user: User) => user.seats.some(({ product }) => product.name === 'GoTo Webinar'))!
    const { product, tier } = holder.seats.find((seat) => seat.product.name === 'GoTo Webinar')!
    const pin = { user: holder.id, field: 'product', product: product.id, tier: tier.id, reason: 'Speaks on Monday' }
    await send('POST', 'pins', pin)
    await send('POST', 'runs', {})
    await page.getByRole('radio', { name: 'I confirm all 30 losses' }).press('Space')
    await page.getByRole('button', { name: /^Apply: 30 seats lost/ }).click()
    const differs = page.getByRole('dialog', { name: '1 user differs now' })
    await differs.getByText(holder.displayName).waitFor()
    await differs.getByRole('button', { name: 'Apply with 1 difference' }).click()
    await page.getByText(/Version \d+ of the rules is live/).waitFor()
    expect(await held('GoTo Webinar')).toBe(1)
    expect(admin.complaints.splice(0).filter((each) => !/status of 409/.test(each))).toEqual([])
  })
})

async function planOnPage(): Promise<Plan> {
  return house.ask<Plan>(`plans/${new URL(admin.page.url()).pathname.split('/').at(-1)}`)
}
