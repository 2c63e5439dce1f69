import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Activity, Change } from '../../src/contract/activity.ts'
import type { Failures } from '../../src/contract/failure.ts'
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

const tell = (method: string, path: string, body: object) =>
  fetch(`${house.ready.url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${house.ready.apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const given = async () =>
  (await house.ask<Activity>('activity?type=change&kind=seat.given&limit=1')).activity[0] as Change

describe('an admin', () => {
  it('reads what happened, narrows it, and follows it to its cause', async () => {
    const { page } = admin
    await page.goto('/activity')
    const table = page.getByRole('table', { name: 'Changes and requests' })
    await table.getByRole('link', { name: 'Sandbox filled' }).waitFor()
    await page.getByRole('button', { name: 'Type' }).click()
    await page.getByRole('option', { name: /^Changes/ }).click()
    await page.getByRole('button', { name: 'About' }).click()
    await page.getByRole('option', { name: 'Seats', exact: true }).click()
    await expect.poll(() => new URL(page.url()).search).toBe('?type=change&kind=seat.')
    await table
      .getByRole('link', { name: /: seat given$/ })
      .first()
      .waitFor()
    expect(await table.getByText('Sandbox filled').count()).toBe(0)
    await table
      .getByRole('link', { name: /: seat given$/ })
      .first()
      .click()
    const change = page.getByRole('dialog', { name: 'Change' })
    await change.getByText(/^Rule “.+” says so$/).waitFor()
    await change.getByRole('link', { name: /^Members of .+ changed$/ }).click()
    await page.getByRole('dialog', { name: 'Request' }).getByText('Okta').waitFor()
  })

  it('shares the address of one change', async () => {
    const { page } = admin
    const change = await given()
    await page.goto(`/activity?kind=rule&entry=${change.id}`)
    const dialog = page.getByRole('dialog', { name: 'Change' })
    await dialog.getByRole('link', { name: change.user.name }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    expect(new URL(page.url()).search).toBe('?kind=rule')
  })

  it('finds what happened to one user by typing the name', async () => {
    const { page } = admin
    const { user } = await given()
    await page.goto('/activity')
    await page.getByRole('button', { name: 'User', exact: true }).click()
    await page.getByRole('searchbox', { name: 'User' }).fill(user.name)
    await page.getByRole('option', { name: user.name }).first().click()
    await page.getByRole('button', { name: `User: ${user.name}` }).waitFor()
    const whose = page.getByRole('cell').getByRole('link', { name: user.name, exact: true })
    await expect.poll(() => whose.count()).toBeGreaterThan(0)
  })

  it('takes what the filters leave along as a file', async () => {
    const { page } = admin
    await page.goto('/activity?type=request&kind=rule')
    await page.getByRole('button', { name: 'Export' }).click()
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /^CSV/ }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/^activity-.*\.csv$/)
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n')
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines.slice(1)) expect(line).toContain(',request,rule')
  })

  it('is not pushed about while reading: what is new is counted, and shown when asked for', async () => {
    const { page } = admin
    await page.goto('/activity')
    await page.getByRole('table').waitFor()
    await tell('POST', 'device-groups', { name: 'Kiosks in Lyon' })
    await page.getByRole('link', { name: 'Device group Kiosks in Lyon added' }).waitFor()
    await page.evaluate(() => window.scrollTo(0, 900))
    await tell('POST', 'device-groups', { name: 'Kiosks in Bern' })
    const pill = page.getByRole('button', { name: '1 new · paused' })
    await pill.waitFor()
    expect(await page.evaluate(() => window.scrollY)).toBe(900)
    await pill.click()
    await page.getByRole('link', { name: 'Device group Kiosks in Bern added' }).waitFor()
    expect(await pill.count()).toBe(0)
  })

  it('sees what began a run, and what it did', async () => {
    const { page } = admin
    await page.goto('/activity?tab=runs')
    const row = page.getByRole('table', { name: 'Runs' }).getByRole('row').nth(1)
    expect(await row.textContent()).toContain('by Okta')
    await row.getByRole('link').first().click()
    await page.getByText(/^Run \d+$/).waitFor()
    const entries = page.getByRole('table', { name: 'Changes and requests' }).getByRole('row')
    await expect.poll(() => entries.count()).toBeGreaterThan(1)
  })

  it('opens the cause of a failure, tries again for one and for all, and reads what came of it', async () => {
    const { page } = admin
    const { failures } = await house.ask<Failures>('failures')
    const { count, product } = failures[0]!
    await page.goto('/failures')
    await page.getByRole('row').filter({ hasText: product!.name }).getByRole('link', { name: 'No seats left' }).click()
    await page.getByRole('heading', { name: new RegExp(`^No seats left: ${product!.name}`), level: 1 }).waitFor()
    await page.locator('label').nth(0).click()
    await page.getByRole('button', { name: 'Retry 1 chosen' }).click()
    await page.getByText('1 retried.').waitFor()
    await page.getByRole('button', { name: `Retry all ${count}` }).click()
    await page.getByText(`${count} retried.`).waitFor()
    expect((await house.ask<Failures>('failures')).failures[0]!.count).toBe(count)
  })
})
