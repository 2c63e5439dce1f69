import type { Page } from 'playwright-core'
import { openBrowser } from '../e2e/browser.ts'
import { fillDirectory } from './engine/directory.ts'
import { furnish } from './engine/rules.ts'
import { type Size, sizes } from './engine/size.ts'
import { startDatabaseServer, startRollcall } from './place.ts'
import { percentile, type Row, row } from './row.ts'

export const consoleRows = (name: Size['name']): readonly string[] =>
  ['users', 'rules', 'seats', 'plan'].map((what) => `console.${what}.${name}`)

/**
 * What an admin feels with so many users loaded, in a real Chromium: of every key and press on a page, the time until the
 * browser painted what came of it (Event Timing, as Interaction to Next Paint counts it), the slowest but one of twenty or
 * so; and from a press in the rule form to the plan of it over all users on the page, the pause before it is asked included.
 */
export function consoleInteractions(name: Size['name']) {
  return async (): Promise<readonly Row[]> => {
    const size = sizes[name]
    const postgres = await startDatabaseServer()
    const { url, client } = await postgres.create('console')
    const rollcall = await startRollcall(url)
    const browser = await openBrowser()
    try {
      const { organization } = rollcall.told
      await client.query('update organizations set loss_share_max = 1 where id = $1', [organization])
      // The engine's bench brings products of its own, under the same names.
      for (const table of ['product_includes', 'products'])
        await client.query(`delete from ${table} where organization_id = $1`, [organization])
      await furnish(client, organization, size, await fillDirectory(client, organization, size))
      await client.query('vacuum analyze')
      await untilFilled(client, organization)
      await client.query('vacuum analyze')

      const page = await browser.newPage({ baseURL: rollcall.told.url, viewport: { width: 1440, height: 900 } })
      await page.goto(rollcall.told.adminLink)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('heading', { name: /password/ }).waitFor()
      const users = await slowest(page, '/users', onUsers)
      const plans: number[] = []
      const rules = await slowest(page, '/rules?rule=new', async () => void plans.push(...(await onRules(page))))
      const seats = await slowest(page, '/seats', onSeats)
      return [
        row(`console.users.${name}`, 'ms', users),
        row(`console.rules.${name}`, 'ms', rules),
        row(`console.seats.${name}`, 'ms', seats),
        row(`console.plan.${name}`, 'ms', percentile(plans, 0.5)),
      ]
    } finally {
      await browser.close()
      await rollcall.stop()
      await client.end()
      await postgres.stop()
    }
  }
}

interface Client {
  query<T extends object>(text: string, values?: unknown[]): Promise<{ rows: T[] }>
}

/** The worker notices by itself. */
async function untilFilled(client: Client, organization: string): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ touched: number; runs: number }>(
      `select (select count(*) from touched where organization_id = $1)::integer as touched,
         (select count(*) from runs where organization_id = $1)::integer as runs`,
      [organization],
    )
    if (rows[0]!.touched === 0 && rows[0]!.runs > 0) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** Of the interactions with a page: the time to the next paint of the slowest but one. */
async function slowest(page: Page, path: string, act: (page: Page) => Promise<unknown>): Promise<number> {
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => {
    const durations: number[] = []
    ;(globalThis as unknown as { durations: number[] }).durations = durations
    const options = { type: 'event', buffered: false, durationThreshold: 16 } as PerformanceObserverInit
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if ((entry as PerformanceEntry & { interactionId?: number }).interactionId) durations.push(entry.duration)
    }).observe(options)
  })
  await act(page)
  await page.waitForTimeout(500)
  const durations = await page.evaluate(() => (globalThis as unknown as { durations: number[] }).durations)
  // What took less than 16 ms is not told: then that is the most it took.
  const [, second = 16] = durations.toSorted((a, b) => b - a)
  return second
}

async function onUsers(page: Page): Promise<void> {
  const search = page.getByRole('searchbox').first()
  await search.pressSequentially('Ada 99', { delay: 60 })
  await page.waitForLoadState('networkidle')
  await search.press('Enter')
  await page
    .getByRole('link', { name: /^Ada 99/ })
    .first()
    .waitFor()
  await search.fill('')
  await page.waitForLoadState('networkidle')
  for (let at = 0; at < 10; at++) {
    await page.mouse.wheel(0, 2000)
    await page.waitForTimeout(100)
  }
  await page.mouse.wheel(0, -30_000)
  await page.locator('h1').click()
  for (let at = 0; at < 8; at++) await page.keyboard.press('j', { delay: 30 })
}

/** @returns from each press to its plan on the page, ms */
async function onRules(page: Page): Promise<readonly number[]> {
  await page.getByRole('combobox', { name: 'Directory group' }).pressSequentially('Group 7', { delay: 40 })
  await page.getByRole('option').first().click()
  const plans: number[] = []
  const products = page.getByRole('group', { name: 'Products' }).getByRole('checkbox')
  for (let at = 0; at < 6; at++) {
    const answered = page.waitForResponse((response) => response.url().endsWith('/api/v1/plans'))
    const from = performance.now()
    await products.nth(at % 3).press('Space')
    await (await answered).finished()
    plans.push(performance.now() - from)
    await page.waitForTimeout(200)
  }
  return plans.slice(1)
}

async function onSeats(page: Page): Promise<void> {
  const links = page.getByRole('table').first().getByRole('row').getByRole('link')
  for (let at = 0; at < Math.min(await links.count(), 4); at++) {
    await links.nth(at).press('Enter')
    await page.waitForTimeout(300)
    await page.keyboard.press('Escape')
    await page.waitForTimeout(300)
  }
}
