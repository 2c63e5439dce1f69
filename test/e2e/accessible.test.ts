import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findings, type House, openHouse, overhang, setPassword, signInByLink, type Visit, visit } from './visit.ts'

let house: House
let admin: Visit
let user: string

beforeAll(async () => {
  house = await openHouse()
  admin = await visit(house)
  await signInByLink(admin, house.ready.adminLink)
  await setPassword(admin)
  const { users } = await house.ask<{ users: { id: string; seats: readonly unknown[] }[] }>('users?limit=50')
  user = users.find(({ seats }) => seats.length > 0)!.id
})
afterAll(() => house?.close())

/** Every page, and some with something open or wrong on it. */
const states: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  Rules: async (page) => {
    await page.goto('/rules')
    await page.getByRole('grid').waitFor()
  },
  'Rules with an open menu': async (page) => {
    await page.goto('/rules')
    await page
      .getByRole('button', { name: /^Actions for/ })
      .first()
      .click()
    await page.getByRole('menu').waitFor()
  },
  'a new rule, with an error': async (page) => {
    await page.goto('/rules?rule=new')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Choose the group whose members').waitFor()
  },
  Users: async (page) => {
    await page.goto('/users')
    await page.getByRole('table').waitFor()
  },
  'Users, nobody found': async (page) => {
    await page.goto('/users')
    await page.getByRole('searchbox').fill('zzzz')
    await page.getByText('Nobody fits').waitFor()
  },
  'a user': async (page) => {
    await page.goto(`/users/${user}`)
    await page
      .getByRole('button', { name: /^Why\? / })
      .first()
      .click()
    await page.getByRole('region', { name: 'The reason' }).getByRole('listitem').first().waitFor()
  },
  Seats: async (page) => {
    await page.goto('/seats')
    await page.getByRole('table').waitFor()
  },
  'what is owned': async (page) => {
    await page.goto('/seats')
    await page
      .getByRole('link', { name: /^Change what is owned/ })
      .first()
      .click()
    await page.getByRole('dialog').waitFor()
  },
  'an address of nothing': async (page) => {
    await page.goto('/nothing')
    await page.getByText('There is nothing at this address').waitFor()
  },
  'the password': async (page) => {
    await page.goto('/sign-in/password')
    await page.getByLabel('New password').waitFor()
  },
  'Sign in': async (page) => {
    await page.goto('/sign-in')
    await page.getByLabel('Email address').waitFor()
  },
}

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  let eyes: Visit
  beforeAll(async () => {
    eyes = await visit(house, { theme }, admin.context)
  })
  afterAll(() => eyes?.context.close())

  it.each(Object.keys(states))('%s has nothing that axe finds', async (name) => {
    await states[name]!(eyes.page)
    await eyes.page.waitForLoadState('networkidle')
    expect(await findings(eyes.page)).toEqual([])
    expect(eyes.complaints.splice(0)).toEqual([])
  })
})

describe('on a page 320 pixels wide', () => {
  let eyes: Visit
  beforeAll(async () => {
    eyes = await visit(house, { width: 320, height: 700 }, admin.context)
  })
  afterAll(() => eyes?.context.close())

  it.each(Object.keys(states))('%s needs no scrolling sideways, and has nothing that axe finds', async (name) => {
    await states[name]!(eyes.page)
    await eyes.page.waitForLoadState('networkidle')
    expect(await overhang(eyes.page)).toBe(0)
    expect(await findings(eyes.page)).toEqual([])
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
    for (const path of ['/rules', '/users', '/seats', `/users/${user}`]) {
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
