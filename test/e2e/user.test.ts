import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findings, type House, openHouse, setPassword, signInByLink, type Visit, visit } from './visit.ts'

interface Seat {
  readonly product: { readonly id: string; readonly name: string }
  readonly state: string
}
interface Person {
  readonly id: string
  readonly displayName: string
  readonly seats: readonly Seat[]
}

let house: House
let admin: Visit
/** Who has a seat of Meeting and none of Webinar and Training. */
let ada: Person
beforeAll(async () => {
  house = await openHouse()
  admin = await visit(house)
  await admin.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signInByLink(admin, house.ready.adminLink)
  await setPassword(admin)
  const { users } = await house.ask<{ users: Person[] }>('users?limit=500')
  const has = ({ seats }: Person, name: string) => seats.some(({ product }) => product.name === name)
  const fitting = users.filter(
    (user) => has(user, 'GoTo Meeting') && !has(user, 'GoTo Webinar') && !has(user, 'GoTo Training'),
  )
  ada = fitting.find(({ displayName }) => displayName.startsWith('Ada')) ?? fitting[0]!
})
afterAll(() => house?.close())
afterEach(() => {
  expect(admin.complaints.splice(0)).toEqual([])
})

const seatsNow = async () => (await house.ask<Person>(`users/${ada.id}`)).seats.map(({ product }) => product.name)

describe('an admin who is asked about Ada', () => {
  it('reads why she has Meeting, down to the request that led to it, and copies it for the ticket', async () => {
    const { page } = admin
    await page.goto(`/users/${ada.id}`)
    await page.getByRole('heading', { level: 1, name: ada.displayName }).waitFor()
    await page.getByRole('button', { name: /^Why\? GoTo Meeting/ }).click()
    const answer = page.getByRole('region', { name: /^The reason: GoTo Meeting/ })
    await answer.getByText(/has GoTo Meeting .* because they are in/).waitFor()
    const steps = answer.getByRole('list').first().getByRole('listitem')
    await answer.getByRole('link', { name: /^Run \d+/ }).waitFor()
    expect((await steps.allTextContents()).map((step) => /^[A-Z][a-z]+?(?=[A-Z0-9])/.exec(step)?.[0])).toEqual([
      'Directory',
      'Group',
      'Rule',
      'Run',
    ])
    expect(await answer.getByRole('link', { name: 'Open request' }).first().getAttribute('href')).toContain('kind=')
    await answer.getByRole('button', { name: 'Copy as text for the ticket' }).click()
    await page.getByText('Copied', { exact: true }).waitFor()
    const copied = await page.evaluate('navigator.clipboard.readText()')
    expect(copied).toContain(`${ada.displayName} has GoTo Meeting`)
    expect(copied).toContain(`/users/${ada.id}?why=`)
  })

  it('reads why she has no Webinar and what it would take, and tries that out without changing anything', async () => {
    const { page } = admin
    const before = await seatsNow()
    await page.getByRole('button', { name: 'Why not? GoTo Webinar' }).click()
    const answer = page.getByRole('region', { name: 'The reason: GoTo Webinar' })
    await answer.getByRole('heading', { name: 'What it would take' }).waitFor()
    await answer.getByRole('button', { name: /^What if they were\?/ }).click()
    const drawer = page.getByRole('dialog', { name: /^What if/ })
    const outcome = drawer.getByRole('region', { name: 'What would be otherwise' })
    await outcome.getByText(/^For .*GoTo Webinar/).waitFor()
    await outcome.getByText(/To make this real, go to Okta\. Add them to:/).waitFor()
    expect(await findings(page)).toEqual([])
    await drawer.getByRole('button', { name: 'Close' }).click()
    expect(await seatsNow()).toEqual(before)
  })

  it('pins Training after reading what that does, and takes it back', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Why not? GoTo Training' }).click()
    await page.getByRole('region', { name: 'The reason: GoTo Training' }).getByRole('button', { name: 'Pin…' }).click()
    const drawer = page.getByRole('dialog', { name: `Pin for ${ada.displayName}` })
    await drawer
      .getByRole('region', { name: 'What it would do' })
      .getByText(/GoTo Training.*: seat given/)
      .waitFor()
    await drawer.getByRole('button', { name: 'Pin', exact: true }).click()
    await drawer.getByText(/^Say why/).waitFor()
    await drawer.getByLabel('Reason').fill('Trains the new colleagues, OPS-17')
    await drawer.getByLabel('Last day').fill('2020-01-01')
    await drawer.getByText('Choose today or a later day.').waitFor()
    await drawer.getByLabel('Last day').fill('')
    await drawer.getByRole('button', { name: 'Pin', exact: true }).click()
    await page.getByText('Pinned', { exact: true }).waitFor()
    expect(await seatsNow()).toContain('GoTo Training')
    await page.getByRole('button', { name: /^Why\? GoTo Training/ }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Pin ended: the rules decide again').waitFor()
    expect(await seatsNow()).not.toContain('GoTo Training')
  })

  it('ends a pin, and has it again with one press', async () => {
    const { page } = admin
    await page.goto(`/users/${ada.id}?open=pin&why=user-group`)
    const drawer = page.getByRole('dialog', { name: `Pin for ${ada.displayName}` })
    await drawer.getByLabel('Reason').fill('Between two teams')
    await drawer.getByRole('button', { name: 'Pin', exact: true }).click()
    await page.getByText('Pinned', { exact: true }).waitFor()
    await page.getByRole('tab', { name: /^Pins/ }).click()
    const pins = page.getByRole('table', { name: 'Pins' })
    await pins.getByText('Between two teams').waitFor()
    await page.getByRole('button', { name: 'Dismiss' }).first().click()
    await pins.getByRole('button', { name: /^End the pin/ }).click()
    await page.getByText('No pins', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await pins.getByText('Between two teams').waitFor()
  })

  it('sees her as of the first moment that something changed, and what differs since', async () => {
    const { page } = admin
    await page.goto(`/users/${ada.id}`)
    const moments = page.getByRole('list', { name: 'Moments at which something changed' })
    await moments.getByRole('button').first().click()
    await page.getByText(/Names and the directory record are as of now/).waitFor()
    expect(page.url()).toContain('at=')
    expect(await page.getByRole('button', { name: /^Why\?/ }).count()).toBe(0)
    await page.getByRole('button', { name: 'Compare' }).click()
    await page.getByRole('menuitem', { name: 'With a day before' }).click()
    await page.getByRole('region', { name: 'What differs' }).getByText('no seat').first().waitFor()
    await page.goto(`/users/${ada.id}?at=2020-01-01T00:00:00Z`)
    await page.getByText(/Was not here yet|History is kept since/).waitFor()
    expect(admin.complaints.splice(0).filter((each) => !/status of 4\d\d/.test(each))).toEqual([])
  })

  it('reads the raw record, her groups, the mails that were kept, and all that happened', async () => {
    const { page } = admin
    await page.goto(`/users/${ada.id}?tab=record`)
    await page.getByRole('searchbox', { name: 'Search the record' }).fill('familyName')
    await page.getByText('1 line has it.').waitFor()
    await page.getByRole('tab', { name: 'Directory groups' }).click()
    await page.getByRole('table', { name: 'Directory groups' }).getByText('direct').first().waitFor()
    await page.getByRole('tab', { name: 'Mails' }).click()
    await page.getByText('Mails are kept, not sent: no mail server is set').waitFor()
    await page.getByRole('tab', { name: 'Timeline' }).click()
    const timeline = page.getByRole('table', { name: 'Timeline' })
    await timeline
      .getByText(/GoTo Meeting.*: seat given/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'About' }).click()
    await page.getByRole('option', { name: 'Stopped losses' }).click()
    await page.getByText('Nothing fits these filters').waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await timeline
      .getByText(/GoTo Meeting.*: seat given/)
      .first()
      .waitFor()
  })

  it('has her looked at again, and reads that all is as it should be', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Re-evaluate' }).click()
    await page.getByText('Re-evaluated: all is as it should be.').waitFor()
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Copy link' }).click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain(`/users/${ada.id}`)
  })

  it('is told where there is no such user, of this organization or at all', async () => {
    const { page } = admin
    await page.goto('/users/01a20ddf-7b0c-7002-a78f-04470d62c1a4')
    await page.getByText('There is no such user').waitFor()
    await page.getByRole('main').getByRole('link', { name: 'Users' }).last().waitFor()
    expect(admin.complaints.splice(0).filter((each) => !/status of 404/.test(each))).toEqual([])
  })
})
