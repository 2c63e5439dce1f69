import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
  type Eyes,
  findings,
  type House,
  openHouse,
  overhang,
  setPassword,
  signInByLink,
  type Visit,
  visit,
} from './visit.ts'

let house: House
let admin: Visit

beforeAll(async () => {
  house = await openHouse(['--empty'])
  admin = await visit(house)
  await signInByLink(admin, house.ready.adminLink)
  await setPassword(admin)
})
afterAll(() => house?.close())
afterEach(() => {
  expect(admin.complaints.splice(0)).toEqual([])
})

async function send<Answer>(method: string, url: string, token: string, body: object): Promise<Answer> {
  const type = url.includes('/scim/') ? 'application/scim+json' : 'application/json'
  const answer = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Answer
}
const push = (path: string, body: object) =>
  send<{ id: string }>('POST', `${house.ready.scim.url}${path}`, house.ready.scim.token, body)
const api = <Answer>(method: string, path: string, body: object) =>
  send<Answer>(method, `${house.ready.url}/api/v1/${path}`, house.ready.apiToken, body)

const step = (name: string) => admin.page.getByRole('listitem').filter({ hasText: name })
/** Axe finds nothing, and nothing has to be scrolled sideways. */
async function looksWell(place: string, eyes: Eyes): Promise<void> {
  const seen = await visit(house, eyes, admin.context)
  await seen.page.goto(place)
  await seen.page.waitForLoadState('networkidle')
  expect(await findings(seen.page), place).toEqual([])
  expect(await overhang(seen.page), place).toBe(0)
  expect(seen.complaints).toEqual([])
  await seen.context.close()
}
const narrow: Eyes = { theme: 'dark', width: 320 }

describe('the overview of a new organization', () => {
  it('is the way to its first seat, and says which step is next', async () => {
    const { page } = admin
    await page.goto('/')
    await page.getByRole('heading', { name: 'From here to the first seat' }).waitFor()
    await page.getByText('Not set up yet.').waitFor()
    expect(await step('Connect a source').getAttribute('aria-current')).toBe('step')
    expect(await step('Connect a source').textContent()).toContain('Open')
    await looksWell('/', narrow)
  })

  it('ticks what really arrives', async () => {
    const { page } = admin
    const ada = await push('/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'ada@fernhill.example',
      displayName: 'Ada',
      emails: [{ value: 'ada@fernhill.example', primary: true }],
    })
    const tom = await push('/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'tom@fernhill.example',
      displayName: 'Tom',
      emails: [{ value: 'tom@fernhill.example', primary: true }],
    })
    await push('/Groups', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      displayName: 'All staff',
      members: [{ value: ada.id }, { value: tom.id }],
    })
    await page.reload()
    await expect.poll(() => step('Connect a source').textContent()).toContain('Done')
    expect(await step('First users and groups').textContent()).toMatch(/2 users, 1 group so far/)
    await step('First rule').getByRole('link', { name: 'Add rule' }).click()
    await page.getByRole('combobox', { name: 'Directory group' }).waitFor()
  })

  it('becomes the overview of its seats with the first one given, and says who waits', async () => {
    const { page } = admin
    const { products } = await house.ask<{ products: { id: string; name: string; tiers: { id: string }[] }[] }>(
      'products',
    )
    const product = products.find(({ name }) => name === 'Hamachi')!
    const tier = product.tiers[0]!.id
    await api('PUT', `products/${product.id}/tiers/${tier}`, { owned: 1 })
    const { groups } = await house.ask<{ groups: { id: string }[] }>('groups')
    await api('POST', 'rules?apply=true', { group: groups[0]!.id, products: [{ product: product.id, tier }] })
    await api('POST', 'runs', {})
    await page.goto('/')
    const need = page.getByRole('listitem').filter({ hasText: /1 user waits for Hamachi/ })
    await need.getByRole('link', { name: /See the line/ }).waitFor()
    await page.getByText('1 thing needs you.').waitFor()
    const figure = (name: string) => page.locator('dl > div').filter({ hasText: name }).locator('dd').textContent()
    expect(await figure('joined')).toBe('2')
    expect(await figure('seats given')).toBe('1')
    expect(await figure('began to wait')).toBe('1')
    await page.getByText('As a table').click()
    expect(await page.getByRole('table').getByRole('row').count()).toBe(25)
  })
})

describe('the settings of an organization', () => {
  it('are saved one by one, and taken back', async () => {
    const { page } = admin
    await page.goto('/settings')
    await page.getByLabel('Name of the organization').fill('Fernhill & Sons')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The organization is called Fernhill & Sons').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Taken back').waitFor()
    expect(await house.ask<{ name: string }>('organization')).toMatchObject({ name: 'Fernhill Instruments' })
  })

  it('say what the safeguard means, before it is saved', async () => {
    const { page } = admin
    await page.goto('/settings?tab=safeguard')
    await page.getByText('With 1,000 holders, at most 100 losses a day go through.').waitFor()
    const share = page.getByLabel('Percent')
    await share.fill('5')
    await share.press('Tab')
    await page.getByText('With 1,000 holders, at most 50 losses a day go through.').waitFor()
    await share.press('Enter')
    await page.getByText('Safeguard: 5 % of the holders').waitFor()
    expect(await house.ask('organization')).toMatchObject({ lossShareMax: 0.05 })
  })

  it('pause User Sync, which the overview says', async () => {
    const { page } = admin
    await page.goto('/settings?tab=user-sync')
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByText('User Sync is paused', { exact: true }).waitFor()
    await page.goto('/')
    await page.getByText('User Sync is paused.').waitFor()
    await page.getByRole('link', { name: 'Switch on: User Sync is paused' }).click()
    await page.getByRole('button', { name: 'Switch on …' }).click()
    const question = page.getByRole('dialog', { name: 'Switch User Sync on' })
    await question.getByRole('button', { name: /^Switch on/ }).click()
    await page.getByText('User Sync is on', { exact: true }).first().waitFor()
    await expect.poll(() => house.ask<{ userSync: string }>('organization').then(({ userSync }) => userSync)).toBe('on')
  })
})
