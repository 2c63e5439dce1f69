import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Rule, Rules } from '../../src/contract/rule.ts'
import { findings, type House, openHouse, overhang, setPassword, signInByLink, type Visit, visit } from './visit.ts'

let house: House
let admin: Visit
let page: Page

beforeAll(async () => {
  house = await openHouse()
  admin = await visit(house)
  page = admin.page
  await signInByLink(admin, house.ready.adminLink)
  await setPassword(admin)
})
afterAll(() => house?.close())
afterEach(() => {
  expect(admin.complaints.splice(0)).toEqual([])
})

const rules = async () => (await house.ask<Rules>('rules')).rules
const ruleNamed = async (name: string) => (await rules()).find((rule) => rule.name === name)
/** The browser says of every answer that it was a refusal. */
const refusalsAreExpected = () =>
  expect(admin.complaints.splice(0).filter((each) => !/status of 4\d\d/.test(each))).toEqual([])

async function discardDraft(): Promise<void> {
  const { url, apiToken } = house.ready
  await fetch(`${url}/api/v1/draft`, { method: 'DELETE', headers: { authorization: `Bearer ${apiToken}` } })
}

const form = (where = page): Locator => where.locator('form').first()

async function choose(label: RegExp | string, option: RegExp | string, where = page): Promise<void> {
  await where.getByRole('button', { name: label }).first().click()
  await where.getByRole('option', { name: option }).first().click()
}

async function chooseGroup(typed: string, name: RegExp, where = page): Promise<void> {
  const group = where.getByRole('combobox', { name: 'Directory group' })
  await group.click()
  await group.fill('')
  await group.pressSequentially(typed)
  await where.getByRole('option', { name }).first().click()
}

const save = () => page.getByRole('button', { name: 'Save', exact: true }).click()
const dialog = (name: string | RegExp) => page.getByRole('dialog', { name })

describe('an admin, in the form of a rule,', () => {
  it('says everything a rule can say, and the rule says it', async () => {
    await page.goto('/rules?rule=new')
    // Found by a part of its name that it does not begin with.
    await chooseGroup('arketi', /Marketing/)
    await page.getByText('36 members · from Okta.').waitFor()
    await page.getByLabel('Name', { exact: true }).fill('Marketing, all of it')
    await page.getByLabel('Description').fill('Asked for by Noor')
    await page.getByLabel('Condition').fill('title pr')
    await page.getByText(/Holds for \d+ of 36 members/).waitFor()

    await page.getByLabel('Find a product').fill('webi')
    await form().getByText('GoTo Webinar', { exact: true }).click()
    await form().getByText('0 of 30 free').waitFor()
    await form()
      .getByText(/short by \d+/)
      .waitFor()
    await choose(/Tier of GoTo Webinar/, /^1000/)
    await page.getByLabel('Find a product').fill('')
    await form().getByText('Comes with GoTo Webinar, without a seat of its own').waitFor()

    await choose(/Administrator for this account/, 'Manager')
    await page.getByRole('button', { name: 'Choose: Privileges' }).click()
    await dialog('Privileges')
      .getByText(/Access recordings/)
      .click()
    expect(await dialog('Privileges').getByRole('checkbox', { name: 'Run reports', exact: true }).isChecked()).toBe(
      true,
    )
    await dialog('Privileges').getByRole('button', { name: 'Apply 2 privileges' }).click()
    await page.getByText('2 chosen: Run reports and Access recordings').waitFor()
    await page.getByText('None selected: manages all').waitFor()
    await page.getByRole('button', { name: 'Choose: Managed user groups' }).click()
    await page.keyboard.type('sup')
    await page.getByRole('option', { name: 'Support' }).click()
    await dialog('Managed user groups').getByRole('button', { name: 'Apply 1 group' }).click()
    await page.getByText('1 chosen: Support').waitFor()

    await choose(/Welcome email template/, 'Default')
    await choose(/Default language/, 'Italiano')
    await choose(/User group/, 'None, whatever lower rules say')
    await choose(/Settings template/, 'Default')
    await page.getByRole('button', { name: 'Choose: Device groups' }).click()
    await page.keyboard.type('Kiosks')
    await page.getByRole('button', { name: 'Create “Kiosks”' }).click()
    await dialog('Device groups').getByRole('button', { name: 'Apply 1 group' }).click()
    await page.getByText('1 chosen: Kiosks').waitFor()

    // Who gets another role is looked at before.
    await page.getByText('36 get another role').first().waitFor()
    await save()
    await page.waitForURL(/\/plans\/[0-9a-f-]+$/)
    const saved = (await house.ask<Rules>('rules?draft=true')).rules.find(({ name }) => name === 'Marketing, all of it')
    await discardDraft()
    expect(saved).toMatchObject({
      group: { name: 'Marketing' },
      description: 'Asked for by Noor',
      condition: 'title pr',
      role: { role: 'manager', privileges: ['run-reports', 'access-recordings'], managedGroups: [{ name: 'Support' }] },
      welcomeTemplate: 'default',
      language: 'it',
      userGroup: 'none',
      deviceGroups: [{ name: 'Kiosks' }],
      settingsTemplate: 'default',
      state: 'on',
    } satisfies Partial<Record<keyof Rule, unknown>>)
    expect(saved!.products).toMatchObject([{ product: { name: 'GoTo Webinar' }, tier: { name: '1000' } }])
  })

  it('begins with the group from which it was opened', async () => {
    await page.goto(`/groups/${(await ruleNamed('Trainers'))!.group.id}`)
    await page.locator('a[href*="rule=new"]').click()
    const group = page.getByRole('combobox', { name: 'Directory group' })
    await expect.poll(() => group.inputValue()).toBe('Trainers')
    await page.evaluate(() => sessionStorage.clear())
  })

  it('makes a template, renames it and is told why it cannot be deleted, without losing the rule', async () => {
    const { id } = (await ruleNamed('Webinar hosts'))!
    await page.goto(`/rules?rule=${id}`)
    await page.getByLabel('Description').fill('Still here')
    await page.getByRole('button', { name: 'Create new template' }).click()
    await dialog('Create new template').getByLabel('Name').fill('Benvenuti')
    await page.keyboard.press('Enter')
    await page
      .getByRole('button', { name: /Benvenuti Welcome email template|Welcome email template Benvenuti/ })
      .waitFor()
    await page.getByRole('button', { name: 'Rename Benvenuti' }).click()
    await dialog('Rename Benvenuti').getByLabel('Name').fill('Benvenute')
    await dialog('Rename Benvenuti').getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('button', { name: 'Delete Benvenute' }).waitFor()
    expect(await page.getByLabel('Description').inputValue()).toBe('Still here')
    await save()
    await form().waitFor({ state: 'detached' })
    expect(await ruleNamed('Webinar hosts')).toMatchObject({
      description: 'Still here',
      welcomeTemplate: { name: 'Benvenute' },
    })

    await page.goto(`/rules?rule=${id}`)
    await page.getByRole('button', { name: 'Delete Benvenute' }).click()
    await page.getByText('In use by Webinar hosts').waitFor()
    refusalsAreExpected()
  })

  it('reads at the field what is wrong, and the first one has the focus', async () => {
    await page.goto('/rules?rule=new')
    await choose(/Administrator for this account/, 'Manager')
    await save()
    await page.getByText('Choose the group whose members the rule is for.').first().waitFor()
    await page.getByText('Choose at least one privilege for the manager.').first().waitFor()
    const group = page.getByRole('combobox', { name: 'Directory group' })
    expect(await group.evaluate((input) => input === document.activeElement)).toBe(true)
    await chooseGroup('Trai', /Trainers/)
    await page.getByLabel('Condition').fill('department eq')
    const condition = page.getByLabel('Condition')
    await expect.poll(() => condition.getAttribute('aria-invalid')).toBe('true')
    await page.getByText('What it does cannot be said').first().waitFor()
    refusalsAreExpected()
  })

  it('is asked before something typed is left behind, and finds it again after a reload', async () => {
    await page.goto('/rules?rule=new')
    await chooseGroup('Trai', /Trainers/)
    await page.getByLabel('Condition').fill('title co "x"')
    await form().getByRole('button', { name: 'Cancel' }).click()
    await dialog('Leave without saving?').getByRole('button', { name: 'Keep editing' }).press('Enter')
    await expect.poll(() => page.getByRole('dialog', { name: 'Leave without saving?' }).count()).toBe(0)
    await page.reload()
    await page.getByText('What you typed before is back.').waitFor()
    expect(await page.getByRole('combobox', { name: 'Directory group' }).inputValue()).toBe('Trainers')
    expect(await page.getByLabel('Condition').inputValue()).toBe('title co "x"')
    await form().getByRole('button', { name: 'Cancel' }).click()
    await dialog('Leave without saving?').getByRole('button', { name: 'Throw away' }).press('Enter')
    await form().waitFor({ state: 'detached' })
    await page.goto('/rules?rule=new')
    expect(await page.getByLabel('Condition').inputValue()).toBe('')
    refusalsAreExpected()
  })

  it('saves one and adds another in an empty form', async () => {
    await page.goto('/rules?rule=new')
    await chooseGroup('Trai', /Trainers/)
    await page.getByLabel('Name', { exact: true }).fill('Trainers speak Dutch')
    await choose(/Default language/, 'Nederlands')
    await page.getByText('Goes live at once, as rule 7').first().waitFor()
    await page.getByText('nobody loses anything').first().waitFor()
    await page.getByRole('button', { name: 'Save & add another' }).click()
    await expect.poll(() => page.getByRole('combobox', { name: 'Directory group' }).inputValue()).toBe('')
    expect(await ruleNamed('Trainers speak Dutch')).toMatchObject({ language: 'nl', products: [] })
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('')
    const group = page.getByRole('combobox', { name: 'Directory group' })
    await expect.poll(() => group.evaluate((input) => input === document.activeElement), { timeout: 5000 }).toBe(true)
  })

  it('sees what would be lost, and saving opens the plan instead of taking it', async () => {
    const sales = (await ruleNamed('Sales'))!
    await page.goto(`/rules?rule=${sales.id}`)
    await form().getByText('GoTo Connect', { exact: true }).click()
    await page
      .getByText(/\d+ would lose GoTo Connect/)
      .first()
      .waitFor()
    await page.getByText('Goes into the draft, and its plan opens').first().waitFor()
    await save()
    await page.waitForURL(/\/plans\/[0-9a-f-]+$/)
    expect((await ruleNamed('Sales'))!.products).toHaveLength(2)
    await discardDraft()
  })
})

describe('on a narrow page, and in the dark,', () => {
  it('the form, with an error and with what opens from it, has nothing that axe finds and needs no scrolling sideways', async () => {
    for (const eyes of [{ width: 320, height: 700 }, { theme: 'dark' }] as const) {
      const { page: there, context } = await visit(house, eyes, admin.context)
      const check = async () => {
        expect(await findings(there)).toEqual([])
        expect(await overhang(there)).toBe(0)
      }
      await there.goto('/rules?rule=new')
      await choose(/Administrator for this account/, 'Manager', there)
      await there.getByRole('button', { name: 'Save', exact: true }).click()
      await there.getByText('Choose at least one privilege').first().waitFor()
      await check()
      await there.getByRole('button', { name: 'Choose: Managed user groups' }).click()
      await there.getByRole('option', { name: 'Support' }).waitFor()
      await check()
      await there.keyboard.press('Escape')
      await there
        .getByRole('button', { name: /User group/ })
        .last()
        .click()
      await there.getByRole('option', { name: 'Support' }).waitFor()
      await check()
      await context.close()
    }
  })
})
