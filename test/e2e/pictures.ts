import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { encodePng, indexed } from './png.ts'
import { type House, openHouse, setPassword, signInByLink, visit } from './visit.ts'

// By hand, after `npm run build`: node test/e2e/pictures.ts [NAME …]. Every page of the console with the demo's data, in
// both themes, wide and narrow, into docs/pictures.
const folder = join(import.meta.dirname, '../../docs/pictures')
const only = process.argv.slice(2)
const looks = (['light', 'dark'] as const).flatMap((theme) => [
  { theme, width: 1440, height: 900 },
  { theme, width: 320, height: 640 },
])

type Pages = Readonly<Record<string, string>>
/** What is opened by a key rather than by an address. */
const pressed: Readonly<Record<string, string>> = { palette: 'Control+k' }

const house = await openHouse()
try {
  mkdirSync(folder, { recursive: true })
  // Looking at the link does not spend it.
  await takeAll({ link: house.ready.adminLink, 'sign-in': '/sign-in' })
  const admin = await visit(house)
  await signInByLink(admin, house.ready.adminLink)
  await takeAll({ password: '/sign-in/password' }, admin.context)
  await setPassword(admin)
  await takeAll(await pagesOf(house), admin.context)
  await takeAll(await drafted('Sales'), admin.context)
  await turnOff('Webinar hosts')
  await takeAll({ stopped: '/plans?tab=stopped' }, admin.context)
} finally {
  await house.close()
}

interface Holder {
  readonly id: string
  readonly seats: readonly { readonly product: { readonly id: string } }[]
}

async function pagesOf({ ask }: House): Promise<Pages> {
  const { users } = await ask<{ users: Holder[] }>('users?limit=200')
  const most = users.toSorted((a, b) => b.seats.length - a.seats.length)[0]!
  const { seats } = await ask<{ seats: { product: { id: string }; tier: { id: string }; waiting: number }[] }>('seats')
  const short = seats.toSorted((a, b) => b.waiting - a.waiting)[0]!
  const { rules } = await ask<{ rules: { id: string; group: { id: string } }[] }>('rules')
  const { sources } = await ask<{ sources: { id: string }[] }>('sources')
  return {
    overview: '/',
    rules: '/rules',
    rule: `/rules?rule=${rules[3]!.id}`,
    users: '/users',
    user: `/users/${most.id}?why=${most.seats[0]!.product.id}`,
    groups: '/groups',
    group: `/groups/${rules[3]!.group.id}`,
    seats: '/seats',
    product: `/seats?product=${short.product.id}`,
    owned: `/seats?tier=${short.tier.id}`,
    activity: '/activity',
    sources: '/sources',
    source: `/sources/${sources[0]!.id}`,
    library: '/library',
    settings: '/settings',
    failures: '/failures',
    conflicts: '/reports/conflicts',
    existing: '/reports/existing-accounts',
    mine: `/me?user=${most.id}`,
    palette: '/',
  }
}

/** What a draft would do that turns a rule off: in the list of rules, and as a plan to apply. */
async function drafted(name: string): Promise<Pages> {
  await send('PATCH', `rules/${await ruleCalled(name)}`, { state: 'off' })
  const { id } = (await send('POST', 'plans', {})) as { id: string }
  return { draft: '/rules', plans: '/plans', plan: `/plans/${id}` }
}

/** So that more lose their seats than the safeguard lets pass. */
async function turnOff(name: string): Promise<void> {
  await send('DELETE', 'draft')
  await send('PATCH', `rules/${await ruleCalled(name)}?apply=true`, { state: 'off' })
  await send('POST', 'runs', {})
}

async function ruleCalled(name: string): Promise<string> {
  const { rules } = await house.ask<{ rules: { id: string; name: string }[] }>('rules')
  return rules.find((each) => each.name === name)!.id
}

async function send(method: string, path: string, body?: object): Promise<unknown> {
  const { url, apiToken } = house.ready
  const answer = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${apiToken}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.status === 204 ? undefined : answer.json()
}

async function takeAll(pages: Pages, from?: BrowserContext): Promise<void> {
  for (const look of looks) {
    const { page, context } = await visit(house, look, from)
    for (const [name, path] of Object.entries(pages)) await take(page, `${name}-${look.theme}-${look.width}`, path)
    await context.close()
  }
}

async function take(page: Page, name: string, path: string): Promise<void> {
  if (only.length > 0 && !only.some((each) => name.startsWith(`${each}-`))) return
  await page.goto('about:blank')
  await page.goto(path)
  await page.waitForLoadState('networkidle')
  const key = pressed[name.split('-')[0]!]
  if (key) await page.keyboard.press(key)
  // What fades or turns has come to rest.
  await page.waitForTimeout(300)
  const png = encodePng(await indexed(page, await page.screenshot()))
  writeFileSync(join(folder, `${name}.png`), png)
  console.log(`${name}.png ${Math.round(png.length / 1024)} kB`)
}
