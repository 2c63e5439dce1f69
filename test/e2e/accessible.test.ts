import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Groups } from '../../src/contract/group.ts'
import type { Plan } from '../../src/contract/plan.ts'
import type { Rules } from '../../src/contract/rule.ts'
import type { Seats } from '../../src/contract/seat.ts'
import type { NewSource } from '../../src/contract/source.ts'
import type { Users } from '../../src/contract/user.ts'
import { openApi } from '../support/api-client.ts'
import { openScim } from '../support/scim-client.ts'
import { findings, type House, openHouse, overhang, setPassword, signInByLink, type Visit, visit } from './visit.ts'

let house: House
let admin: Visit
/** What the addresses below name. */
let ids: Readonly<Record<string, string>>

beforeAll(async () => {
  house = await openHouse()
  admin = await visit(house)
  await signInByLink(admin, house.ready.adminLink)
  await setPassword(admin)
  ids = await prepared()
})
afterAll(() => house?.close())

/** An address of two sources, a link for one of them, a draft and its plan: so that no page is empty. */
async function prepared(): Promise<Record<string, string>> {
  const at = new Date().toISOString()
  const api = openApi(`${house.ready.url}/api/v1`, house.ready.apiToken)
  const { users } = await house.ask<Users>('users?limit=50')
  const user = users.find(({ seats, address }) => seats.length > 0 && address)!
  const entra = await api.post<NewSource>('/sources', { name: 'Entra' })
  await openScim(entra.scim!).createUser(user.address!)
  await api.settle()
  const { url } = await api.post<{ url: string }>(`/sources/${entra.id}/links`, { tokenAllowed: true })
  const { groups } = await house.ask<Groups>('groups?limit=1')
  const { seats } = await house.ask<Seats>('seats')
  const short = seats.find(({ waiting, grace }) => waiting > 0 && grace > 0)!
  const { rules } = await house.ask<Rules>('rules')
  const rule = rules.find(({ name }) => name === 'Trainers')!
  await api.patch(`/rules/${rule.id}`, { state: 'off' })
  const plan = await api.post<Plan>('/plans')
  const { activity } = await house.ask<{ activity: { id: string }[] }>('activity?type=change&limit=1')
  const linkPath = new URL(url).pathname.slice('/connect/'.length)
  return {
    ...{ user: user.id, source: entra.id, link: linkPath, group: groups[0]!.id, rule: rule.id, plan: plan.id!, at },
    ...{ product: short.product.id, tier: short.tier.id, entry: activity[0]!.id },
  }
}

interface State {
  /** A name after a $ stands for what was prepared. */
  readonly path: string
  /** What is there when the page is: a text, or a heading of its own. */
  readonly shows: string | RegExp
  /** What is opened, or typed wrong. */
  readonly act?: (page: Page) => Promise<unknown>
}

/** Every page, and some with something open or wrong on it. */
const states: Readonly<Record<string, State>> = {
  'Sign in': { path: '/sign-in', shows: 'Sign in' },
  'a link that was used': { path: '/sign-in/link', shows: 'This link does not work any more' },
  'the password': { path: '/sign-in/password', shows: 'New password' },
  'the page for who connects a provider': { path: '/connect/$link', shows: /^Connect .* to Rollcall$/ },
  Overview: { path: '/', shows: 'Needs you' },
  Rules: { path: '/rules', shows: 'Customer support' },
  'Rules with an open menu': {
    path: '/rules',
    shows: 'Customer support',
    act: async (page) => {
      await page.getByRole('button', { name: 'Actions for Sales' }).click()
      await page.getByRole('menu').waitFor()
    },
  },
  'a rule beside the list': { path: '/rules?rule=$rule', shows: 'Directory group' },
  'a new rule, with an error': {
    path: '/rules?rule=new',
    shows: 'Directory group',
    act: async (page) => {
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('Choose the group whose members').first().waitFor()
    },
  },
  'earlier rules': { path: '/rules?version=3', shows: 'You look at the past' },
  'the history of the rules': { path: '/rules?history=open', shows: 'Version 3' },
  Plans: { path: '/plans', shows: 'Review and apply' },
  'nothing stopped': { path: '/plans?tab=stopped', shows: 'Nothing is stopped' },
  'what was applied': { path: '/plans?tab=applied', shows: 'Version' },
  'a plan': { path: '/plans/$plan', shows: /GoTo Training: 18 losses/ },
  Failures: { path: '/failures', shows: 'No seats left' },
  'a cause of failures': { path: '/failures?cause=no-seats-left', shows: 'No seats left' },
  Users: { path: '/users', shows: '@fernhill' },
  'Users, one at a glance': { path: '/users?peek=$user', shows: 'Open user' },
  'Users, nobody found': { path: '/users?search=zzzz', shows: 'Nobody fits' },
  'Users as they were': { path: '/users?at=$at', shows: 'nothing can be changed here' },
  'a user, and why': { path: '/users/$user?why=status', shows: 'Close the reason' },
  'a pin for a user': { path: '/users/$user?tab=pins&open=pin', shows: 'Reason' },
  'what a directory says': { path: '/users/$user?tab=record', shows: '"userName"' },
  'Directory groups': { path: '/groups', shows: 'Marketing' },
  'a directory group': { path: '/groups/$group', shows: 'Members' },
  Seats: { path: '/seats', shows: 'GoTo Meeting' },
  'what is owned': { path: '/seats?tier=$tier', shows: 'Save' },
  'the line of a product': { path: '/seats?product=$product', shows: 'Since' },
  'seats in grace': { path: '/seats?product=$product&tab=grace', shows: 'End now' },
  Activity: { path: '/activity', shows: 'Because' },
  'an entry of it': { path: '/activity?entry=$entry', shows: 'Change' },
  'the runs': { path: '/activity?tab=runs', shows: 'by Okta' },
  Sources: { path: '/sources', shows: 'Entra' },
  'a new source': { path: '/sources?add=scim', shows: 'Create source' },
  'a source': { path: '/sources/$source', shows: 'Token accepted' },
  'its requests': { path: '/sources/$source?tab=traffic', shows: /^Created/ },
  'its settings': { path: '/sources/$source?tab=settings', shows: 'Tokens' },
  Library: { path: '/library?tab=user-groups', shows: 'Support' },
  'a new user group': { path: '/library?tab=user-groups&edit=new', shows: 'Save' },
  'a new product': { path: '/library?tab=products&edit=new', shows: 'Grace, in days' },
  Settings: { path: '/settings', shows: 'Name of the organization' },
  'the safeguard': { path: '/settings?tab=safeguard', shows: 'What that means' },
  'the history that is kept': { path: '/settings?tab=history', shows: 'For ever' },
  Conflicts: { path: '/reports/conflicts', shows: 'Entra' },
  'Existing accounts': { path: '/reports/existing-accounts', shows: 'No account waits to be adopted' },
  'the page of a user': { path: '/me?user=$user', shows: /^This is what .* sees/ },
  'the search for everything': {
    path: '/settings',
    shows: 'Name of the organization',
    act: async (page) => {
      await page.keyboard.press('Control+k')
      await page.keyboard.type('sales')
      await page.getByRole('menuitem').first().waitFor()
    },
  },
  'an address of nothing': { path: '/$nothing', shows: 'There is nothing at this address' },
}

const addressOf = (path: string) => path.replaceAll(/\$(\w+)/g, (_, name: string) => ids[name] ?? name)

async function go({ path, shows, act }: State, page: Page): Promise<void> {
  await page.goto(addressOf(path))
  const there = page.getByText(shows).or(page.getByLabel(shows))
  await there.filter({ visible: true }).first().waitFor()
  await act?.(page)
  await expect.poll(() => page.locator('.skeleton, [aria-busy="true"]').count()).toBe(0)
}

it('every address that the console has is among these pages', () => {
  const router = readFileSync(join(import.meta.dirname, '../../web/router.tsx'), 'utf8')
  const routes = [...router.matchAll(/path: '([^']+)'/g)].map(([, path]) => path!.split('$')[0])
  const visited = Object.values(states).map(({ path }) => path.split(/[?$]/)[0])
  expect(routes.filter((path) => path !== '' && !visited.includes(path))).toEqual([])
})

describe('in the light and in the dark theme', () => {
  let eyes: Visit
  beforeAll(async () => {
    eyes = await visit(house, {}, admin.context)
  })
  afterAll(() => eyes?.context.close())

  it.each(Object.keys(states))('%s has nothing that axe finds', async (name) => {
    const { page, complaints } = eyes
    await page.emulateMedia({ colorScheme: 'light' })
    await go(states[name]!, page)
    expect(await findings(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    // What fades from one color to the other has come to rest.
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
    expect(await findings(page, 'colours')).toEqual([])
    expect(complaints.splice(0)).toEqual([])
  })
})

describe('on a page 320 pixels wide', () => {
  let eyes: Visit
  beforeAll(async () => {
    eyes = await visit(house, { width: 320, height: 700, theme: 'dark' }, admin.context)
  })
  afterAll(() => eyes?.context.close())

  it.each(Object.keys(states))('%s needs no scrolling sideways, and has nothing that axe finds', async (name) => {
    const { page, complaints } = eyes
    await go(states[name]!, page)
    expect(await overhang(page)).toBe(0)
    expect(await findings(page)).toEqual([])
    expect(complaints.splice(0)).toEqual([])
  })

  it('the places are in a menu, which closes when one goes there', async () => {
    const { page } = eyes
    await page.goto('/rules')
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('dialog', { name: 'Menu' }).getByRole('link', { name: 'Users', exact: true }).click()
    await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor()
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  })
})

describe('by keyboard alone', () => {
  it('one skips to the page, and what has the focus is seen', async () => {
    const { page } = admin
    await page.goto('/rules')
    await page.getByRole('grid').waitFor()
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to the page' })
    expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    const first = page.locator(':focus')
    expect(await first.textContent()).toContain('Add rule')
    expect(await first.evaluate((link) => getComputedStyle(link).outlineStyle)).toBe('solid')
  })

  it('no target is smaller than 24 by 24 pixels', async () => {
    const { page } = admin
    for (const path of ['/rules', '/users', '/seats', `/users/${ids.user}`]) {
      await page.goto(path)
      await page.waitForLoadState('networkidle')
      const small = await page.locator('button:visible, a:visible, label:visible').evaluateAll((all) =>
        all.flatMap((each) => {
          const { width, height } = each.getBoundingClientRect()
          const inline =
            getComputedStyle(each).display === 'inline' || getComputedStyle(each, '::after').position === 'absolute'
          return inline || (width >= 24 && height >= 24) || width <= 1
            ? []
            : [`${each.outerHTML.slice(0, 120)} ${width}×${height}`]
        }),
      )
      expect(small, path).toEqual([])
    }
  })

  it('the theme can be chosen, and is still so after a reload', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Demo admin' }).press('Enter')
    await page.getByRole('menuitemradio', { name: 'Dark' }).press('Enter')
    await page.reload()
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
    await page.evaluate(() => localStorage.clear())
  })
})
