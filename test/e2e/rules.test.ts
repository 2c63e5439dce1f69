import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type House, openHouse, setPassword, signInByLink, type Visit, visit } from './visit.ts'

let house: House
let admin: Visit
let page: Page

interface Rules {
  readonly version: number
  readonly draft: object | null
  readonly rules: readonly { readonly id: string; readonly name: string; readonly state: string }[]
}
const rules = () => house.ask<Rules>('rules?draft=true')
const ranked = async () => (await rules()).rules.map(({ name }) => name)
const order = ['IT administrators', 'Webinar hosts', 'Trainers', 'Sales', 'Customer support', 'Bureau de Montréal']

/** As another admin does it, from elsewhere. */
async function elsewhere(method: string, path: string, body?: object): Promise<void> {
  const answer = await fetch(`${house.ready.url}/api/v1/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${house.ready.apiToken}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok && answer.status !== 404) throw new Error(`${path}: ${await answer.text()}`)
}

beforeAll(async () => {
  house = await openHouse()
  admin = await visit(house)
  page = admin.page
  await signInByLink(admin, house.ready.adminLink)
  await setPassword(admin)
})
afterAll(() => house?.close())
beforeEach(async () => {
  await elsewhere('DELETE', 'draft')
  await page.goto('/rules')
  await page.getByRole('grid', { name: 'Rules' }).waitFor()
})
afterEach(() => {
  expect(admin.complaints.splice(0)).toEqual([])
})

const row = (name: string) => page.getByRole('row').filter({ hasText: name })
const said = (title: string | RegExp) => page.getByRole('alertdialog').filter({ hasText: title })
/** Until it holds; the machine may be busy. */
const hasFocus = (element: Element) => element === element.ownerDocument.activeElement
const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')

describe('an admin', () => {
  it('drags a rule, and reads whom it concerns before letting go', async () => {
    const [from, to] = [await row('Bureau').boundingBox(), await row('Sales').boundingBox()]
    await page.mouse.move(from!.x + 30, from!.y + 20)
    await page.mouse.down()
    await page.mouse.move(from!.x + 60, from!.y - 20, { steps: 4 })
    for (const down of [6, 5, 4]) await page.mouse.move(to!.x + 200, to!.y + down, { steps: 3 })
    const line = page.getByRole('grid').getByText(/^Drop here: \d+ users change$/)
    await line.waitFor()
    expect(await ranked()).toEqual(order)
    await page.mouse.up()
    await said('Bureau de Montréal is now rule 4').waitFor()
    expect(await ranked()).toEqual([...order.slice(0, 3), 'Bureau de Montréal', 'Sales', 'Customer support'])
    await row('Bureau').getByText('moved').first().waitFor()
    await page.getByText(/your draft: 1 rule differs/).waitFor()
    await page.getByRole('button', { name: /^Review plan · \d+$/ }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await said('Taken back').waitFor()
    expect(await rules()).toMatchObject({ draft: null })
  })

  it('opens the rule in focus by one key, and none where no rule has the focus', async () => {
    await page.keyboard.press('e')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await page.getByRole('row').nth(1).getByRole('button', { name: /^Drag/ }).evaluate(hasFocus)).toBe(true)
    expect(new URL(page.url()).search).toBe('')
    await page.keyboard.press('e')
    await page.getByRole('heading', { name: 'Rule 2: Webinar hosts' }).waitFor()
  })

  it('orders the rules by keys alone, hears what that would do, and keeps the focus on the rule', async () => {
    await row('Bureau').focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(focused).toMatch(/^Drag/)
    await page.keyboard.press('Enter')
    await expect.poll(focused).toMatch(/^Insert/)
    // From the line nearest to the rule upward, to above Sales.
    await expect
      .poll(async () => {
        if (!/between.*Trainers.*Sales/.test(await focused())) await page.keyboard.press('ArrowUp')
        return focused()
      })
      .toMatch(/Insert between 3. Trainers and 4. Sales/)
    await page
      .locator('[data-live-announcer]')
      .filter({ hasText: /Drop here: \d+ users change/ })
      .waitFor({ state: 'attached' })
    await page.keyboard.press('Enter')
    await said('Bureau de Montréal is now rule 4').waitFor()
    await expect.poll(focused).toBe('4. Bureau de Montréal')
    await page.keyboard.press('Alt+ArrowUp')
    await said('Bureau de Montréal is now rule 3').waitFor()
    await expect.poll(focused).toBe('3. Bureau de Montréal')
    expect((await ranked())[2]).toBe('Bureau de Montréal')

    await page.getByRole('button', { name: 'Actions for Sales' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Move to top' }).press('Enter')
    await said('Sales is now rule 1').waitFor()
    await expect.poll(focused).toBe('1. Sales')
    await page.getByRole('button', { name: 'Actions for Sales' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Move to place' }).press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Move Sales' })
    await dialog.getByLabel('Place').fill('5')
    await page.keyboard.press('Tab')
    await dialog.getByText(/Something changes for \d+ users/).waitFor()
    await dialog.getByRole('button', { name: 'Move' }).press('Enter')
    await said('Sales is now rule 5').waitFor()
    expect((await ranked())[4]).toBe('Sales')
  })

  it('turns a rule off: into the draft, for it takes seats; sees its part in the plan, and takes it back', async () => {
    const toggle = page.getByRole('switch', { name: 'Trainers is on' })
    await row('Trainers').focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Space')
    await said('Trainers is off').getByText('It is in the draft').waitFor()
    await row('Trainers').getByText('18 users lose what it gave').waitFor({ state: 'attached' })
    expect(await row('Trainers').textContent()).toContain('changed')
    expect((await house.ask<Rules>('rules')).rules.find(({ name }) => name === 'Trainers')).toMatchObject({
      state: 'on',
    })
    await page.getByRole('button', { name: 'Undo' }).click()
    await said('Taken back').waitFor()
    await expect.poll(() => toggle.isChecked()).toBe(true)
    expect(await rules()).toMatchObject({ draft: null })
  })

  it('deletes a rule after reading how many lose by it, finds it crossed out in the draft, and discards that', async () => {
    await page.getByRole('button', { name: 'Actions for Webinar hosts' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    const question = page.getByRole('dialog', { name: 'Delete Webinar hosts?' })
    await question.getByText(/^\d+ users lose a seat that it gives\.$/).waitFor()
    await question.getByRole('button', { name: /^Delete: \d+ users lose seats$/ }).click()
    await said('Webinar hosts deleted').waitFor()
    expect(await ranked()).not.toContain('Webinar hosts')
    const gone = page.getByRole('list', { name: 'Rules that the draft removes' })
    await gone.getByText('Webinar hosts').first().waitFor()
    await page.getByRole('button', { name: 'Discard …' }).click()
    const discard = page.getByRole('dialog', { name: 'Discard the draft?' })
    await discard.getByText('1 rule removed').waitFor()
    await discard.getByRole('button', { name: 'Discard 1 change' }).click()
    await said('The draft is gone').waitFor()
    expect(await ranked()).toEqual(order)
  })

  it('is told at once, while typing, that somebody else changed the rule', async () => {
    const trainers = (await rules()).rules.find(({ name }) => name === 'Trainers')!
    await page.goto(`/rules?rule=${trainers.id}`)
    const editor = page.getByRole('region', { name: /Rule 3: Trainers/ })
    await editor.getByLabel('Description').fill('They train.')
    await elsewhere('PATCH', `rules/${trainers.id}`, { language: 'it' })
    await editor.getByText(/changed this rule meanwhile/).waitFor()
    await editor.getByText('Italian').first().waitFor()
    expect(await editor.getByLabel('Description').inputValue()).toBe('They train.')
    await editor.getByRole('button', { name: 'Save', exact: true }).click()
    await said('Trainers saved').waitFor()
    expect((await rules()).rules[2]).toMatchObject({ description: 'They train.', language: 'it' })
  })

  it('loses nothing when the page has not heard of it: a move is put onto theirs, what is typed stays', async () => {
    const { rules: before } = await rules()
    const named = (name: string) => before.find((rule) => rule.name === name)!
    const ids = order.map((name) => named(name).id)
    await page.route('**/api/v1/live', (route) => route.fulfill({ contentType: 'text/event-stream', body: '' }))
    await page.reload()
    await row('Bureau').waitFor()
    await elsewhere('PUT', 'rules/order', { ids: [ids[1], ids[0], ...ids.slice(2)] })
    await row('Bureau').focus()
    await page.keyboard.press('Alt+ArrowUp')
    await said('Bureau de Montréal is now rule 5')
      .getByText(/had changed the rules meanwhile/)
      .waitFor()
    expect(await ranked()).toEqual([order[1], order[0], 'Trainers', 'Sales', 'Bureau de Montréal', 'Customer support'])

    await page.goto(`/rules?rule=${named('Trainers').id}`)
    const editor = page.getByRole('region', { name: /Rule 3: Trainers/ })
    await editor.getByLabel('Description').fill('They train others.')
    await elsewhere('PATCH', `rules/${named('Trainers').id}`, { language: 'es' })
    await editor.getByRole('button', { name: 'Save', exact: true }).click()
    await editor.getByText(/changed this rule meanwhile/).waitFor()
    await editor.getByText('Spanish').first().waitFor()
    expect(await editor.getByLabel('Description').inputValue()).toBe('They train others.')
    await editor.getByRole('button', { name: 'Save', exact: true }).click()
    await said('Trainers saved').waitFor()
    expect((await rules()).rules[2]).toMatchObject({ description: 'They train others.', language: 'es' })
    await page.unroute('**/api/v1/live')
    expect(admin.complaints.splice(0).map((each) => /status of \d+/.exec(each)?.[0])).toEqual([
      'status of 412',
      'status of 412',
    ])
  })

  it('looks at an earlier version, and makes it the draft', async () => {
    await page.getByRole('link', { name: 'History' }).click()
    await page
      .getByRole('dialog', { name: 'History' })
      .getByRole('link', { name: /^Version 3 .*1 rule added/ })
      .click()
    await page.getByRole('table', { name: 'Rules as they were' }).waitFor()
    expect(await page.getByRole('table').getByRole('row').count()).toBe(4)
    await page.getByRole('button', { name: 'Make this the draft' }).click()
    await said('The draft is now the rules of version 3').waitFor()
    expect(await ranked()).toEqual(order.slice(0, 3))
    await page.getByRole('button', { name: 'Put Sales back' }).click()
    await expect.poll(ranked).toEqual(order.slice(0, 4))
  })

  it('sees only the rules that touch somebody', async () => {
    const { users } = await house.ask<{ users: { id: string; displayName: string }[] }>(
      'users?limit=1&filter=groups.display eq "Trainers"',
    )
    const { id, displayName } = users[0]!
    await page.getByRole('button', { name: /touch a user/ }).click()
    await page.getByRole('combobox', { name: /touch a user/ }).pressSequentially(displayName)
    await page
      .getByRole('option', { name: new RegExp(displayName) })
      .first()
      .click()
    await page.getByText(`Rules that touch ${displayName}`).waitFor()
    expect(new URL(page.url()).searchParams.get('touching')).toBe(id)
    await row('Trainers').first().waitFor()
    expect(await page.getByRole('grid').getByRole('row').count()).toBeLessThan(order.length)
    await page.getByRole('button', { name: /No longer only/ }).click()
    await row('Customer support').waitFor()
  })
})
