import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Products } from '../../src/contract/product.ts'
import type { Rules } from '../../src/contract/rule.ts'
import type { Users } from '../../src/contract/user.ts'
import { openApi } from '../support/api-client.ts'
import { type House, openHouse, PASSWORD, type Visit, visit } from './visit.ts'

let house: House
let admin: Visit
let page: Page

beforeAll(async () => {
  house = await openHouse()
  admin = await visit(house)
  page = admin.page
  await page.addInitScript(() => localStorage.setItem('language', 'de'))
})
afterAll(() => house?.close())
afterEach(() => {
  expect(admin.complaints.splice(0)).toEqual([])
})

/** Words of every English sentence of the console, none of which is German. */
const english =
  /\b(the|and|of|is|are|has|have|with|because|rules?|seats?|users?|groups?|save|cancel|apply|held|waiting|waits|nobody|since|ago|from|members?|draft|changes?|until|change|close|sign|version of|by)\b/i

/** What directories and admins named stays as they wrote it. */
async function namesGiven(): Promise<readonly string[]> {
  const { rules } = await house.ask<Rules>('rules?draft=true')
  const { products } = await house.ask<Products>('products')
  const { groups } = await house.ask<{ groups: { name: string }[] }>('groups?limit=200')
  const of = [...rules.flatMap(({ name, description }) => [name, description ?? '']), ...groups.map(({ name }) => name)]
  const sold = products.flatMap(({ name, tiers }) => [name, ...tiers.map((tier) => tier.name)])
  return [...of, ...sold, 'User Sync', 'Fernhill Instruments', 'userName'].toSorted((a, b) => b.length - a.length)
}

/** The page says it is German; neither what is seen nor what is read out is English. */
async function expectGerman(): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('de')
  const said = await page.evaluate(() => [
    ...document.body.innerText.split('\n'),
    ...[...document.querySelectorAll('[aria-label], [placeholder], [title]')].flatMap((each) =>
      ['aria-label', 'placeholder', 'title'].map((name) => each.getAttribute(name) ?? ''),
    ),
  ])
  const names = await namesGiven()
  const rest = said.map((line) => names.reduce((left, name) => (name ? left.replaceAll(name, '…') : left), line))
  expect(rest.filter((line) => english.test(line))).toEqual([])
}

describe('wer die Konsole auf Deutsch gewählt hat', () => {
  it('meldet sich an und legt ein Kennwort fest', async () => {
    await page.goto(house.ready.adminLink)
    await page.getByText(/^Dieser Link meldet .* an\.$/).waitFor()
    await expectGerman()
    await page.getByRole('button', { name: 'Anmelden' }).click()
    await page.getByLabel('Neues Kennwort').fill(PASSWORD)
    await expectGerman()
    await page.getByRole('button', { name: 'Kennwort festlegen' }).click()
    await page.getByRole('heading', { name: 'Übersicht', level: 1 }).waitFor()
    await page.getByRole('heading', { name: 'Braucht Sie' }).waitFor()
    await expectGerman()
  })

  it('baut eine Regel und liest daneben, was sich ändert', async () => {
    const { rules } = await house.ask<Rules>('rules')
    const api = openApi(`${house.ready.url}/api/v1`, house.ready.apiToken)
    await api.patch(`/rules/${rules.at(-1)!.id}`, { description: 'Schreibt auf Französisch' })
    await page.getByRole('navigation').getByRole('link', { name: 'Regeln' }).click()
    await page.getByRole('grid', { name: 'Regeln' }).waitFor()
    await page.getByRole('link', { name: 'Regel hinzufügen' }).click()
    await page.getByRole('combobox', { name: 'Verzeichnisgruppe' }).pressSequentially('arketi')
    await page.getByRole('option', { name: /Marketing/ }).click()
    await page.getByLabel('Name', { exact: true }).fill('Marketing trifft sich')
    await page.locator('form').getByText('GoTo Meeting', { exact: true }).click()
    await page
      .getByText(/Benutzer gewinn(t|en)/)
      .first()
      .waitFor()
    await expectGerman()
    await page.getByRole('button', { name: 'Speichern', exact: true }).click()
  })

  it('prüft den Plan und wendet ihn an', async () => {
    await page.getByRole('heading', { name: /^Plan von Entwurf/ }).waitFor()
    await page.getByRole('table', { name: 'Änderungen des Plans' }).waitFor()
    await expectGerman()
    await page.getByRole('button', { name: /^Anwenden/ }).click()
    await page.getByRole('heading', { name: 'Regeln', level: 1 }).waitFor()
    await page
      .getByRole('alertdialog')
      .getByText(/Version \d+ der Regeln/)
      .first()
      .waitFor()
    await expectGerman()
  })

  it('fragt, warum jemand ein Produkt hat, und liest den Satz des Servers und den Tag', async () => {
    const { users } = await house.ask<Users>('users?limit=200')
    const holder = users.find(({ seats }) =>
      seats.some(({ product, state }) => product.name === 'GoTo Meeting' && state === 'held'),
    )!
    await page.goto(`/users/${holder.id}`)
    await page.getByRole('button', { name: /^Warum\? GoTo Meeting/ }).click()
    const answer = page.getByRole('region', { name: /^Der Grund: GoTo Meeting/ })
    await answer.getByText(/ hat GoTo Meeting .*, weil Mitglied in „.+“ (über „.+“ )?und Regel \d „/).waitFor()
    await answer.getByRole('link', { name: /^Lauf \d+/ }).waitFor()
    const [day] = await answer.locator('time').evaluateAll((all) => all.map((each) => each.getAttribute('datetime')))
    const year = new Date(day ?? Date.now()).getFullYear()
    expect(await page.getByRole('main').innerText()).toMatch(
      new RegExp(`\\d{1,2}\\.\\s?\\S+\\s?${year}|vor \\d+|jetzt`),
    )
    await expectGerman()
  })
})
