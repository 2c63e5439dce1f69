import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type DemoReady, dataFolder, rollcall } from '../support/program.ts'
import { openBrowser } from './browser.ts'

/** The demo as a newcomer starts it, and a browser that looks at it. */
export interface House {
  readonly ready: DemoReady
  readonly browser: Browser
  /** What the API says at that path, to know what the console must show. */
  ask<Answer>(path: string): Promise<Answer>
  close(): Promise<void>
}

export async function openHouse(args: readonly string[] = []): Promise<House> {
  const folder = dataFolder()
  const demo = rollcall(['demo', '--json', '--port', '0', '--data', folder.path, ...args])
  const [line, browser] = await Promise.all([demo.said(/^(\{"url".*\})$/m, 110_000), openBrowser()])
  const ready = JSON.parse(line) as DemoReady
  return {
    ready,
    browser,
    ask: async <Answer>(path: string) => {
      const headers = { authorization: `Bearer ${ready.apiToken}` }
      const answer = await fetch(`${ready.url}/api/v1/${path}`, { headers })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as Answer
    },
    close: async () => {
      await browser.close()
      await demo.end('SIGTERM')
      folder.remove()
    },
  }
}

/** A page, and everything the browser complained of while it was open. */
export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** What the console said and what broke, in order. Read and empty it to allow what a test expects. */
  readonly complaints: string[]
}

export interface Eyes {
  readonly width?: number
  readonly height?: number
  readonly theme?: 'light' | 'dark'
}

export async function visit(house: House, eyes: Eyes = {}, from?: BrowserContext): Promise<Visit> {
  const { width = 1440, height = 900, theme = 'light' } = eyes
  const context = await house.browser.newContext({
    baseURL: house.ready.url,
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    ...(from && { storageState: await from.storageState() }),
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`))
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  return { page, context, complaints }
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What of it depends on colours, and so on the theme. */
const colours = ['color-contrast', 'link-in-text-block']

/** What axe finds on the page as it is now, a line each: by all of its rules, or by those alone that judge colours. */
export async function findings(page: Page, by: 'all' | 'colours' = 'all'): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  const rules = by === 'all' ? { type: 'tag', values: tags } : { type: 'rule', values: colours }
  const results = await page.evaluate(
    (runOnly) =>
      (globalThis as unknown as { axe: { run(where: object, options: object): Promise<AxeResults> } }).axe.run(
        // What React Aria has announced names buttons that may be gone by now.
        { exclude: ['[data-live-announcer]'] },
        { runOnly },
      ),
    rules,
  )
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}\n  ${failureSummary}`),
  )
}

/** How many pixels the page is wider than the window: what would have to be scrolled sideways (WCAG 1.4.10). */
export function overhang(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

export const PASSWORD = 'four plain words together'

/** By the one-time link, as far as the console; without a password. */
export async function signInByLink({ page }: Visit, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: /password/ }).waitFor()
}

export async function setPassword({ page }: Visit): Promise<void> {
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Set password' }).click()
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
}
