import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Sources } from '../../src/contract/source.ts'
import { openScim, type ScimClient } from '../support/scim-client.ts'
import { findings, type House, openHouse, overhang, setPassword, signInByLink, type Visit, visit } from './visit.ts'

let house: House
let admin: Visit
let okta: ScimClient
let access: { url: string; token: string }

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

const found = async (name: string) => (await house.ask<Sources>('sources')).sources.find((each) => each.name === name)!
/** A step of the checklist, as it stands there: with "done" or "not yet". */
const step = (name: string) => admin.page.getByRole('listitem').filter({ hasText: name }).first()
const ticked = (name: string) => step(name).filter({ hasText: 'done' }).waitFor()
const patchOf = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
})

describe('an admin who connects Okta', () => {
  let [ada, group] = ['', '']

  it('adds a source, takes its token, and finds where to put it', async () => {
    const { page } = admin
    await page.goto('/sources')
    await page.getByRole('link', { name: 'Add source' }).click()
    await page.getByRole('link', { name: /^SCIM/ }).click()
    const form = page.getByRole('dialog', { name: 'Connect a directory by SCIM' })
    await form.getByLabel('Name').fill('Okta of Mara')
    await form.getByRole('button', { name: 'Create source' }).click()
    const secret = page.getByRole('dialog', { name: 'Your token' })
    await secret.getByRole('code').last().waitFor()
    const [url, token] = await secret.getByRole('code').allTextContents()
    expect(token).toMatch(/^rc_scim_/)
    access = { url: url!, token: token! }
    // Leaving without it is asked about once.
    await page.keyboard.press('Escape')
    await secret.getByText('It is not shown again. Do you have it?').waitFor()
    await secret.getByRole('button', { name: 'I have copied it' }).click()
    await page.getByRole('heading', { name: 'Okta of Mara', level: 1 }).waitFor()
    await page.getByText('Nothing has come yet.').waitFor()
    await page.getByText('Provisioning ▸ Integration ▸ SCIM connector base URL').waitFor()
    expect(await page.content()).not.toContain(access.token)
  })

  it('watches the checklist tick as Okta’s requests come in, without a reload', async () => {
    const { page } = admin
    okta = openScim(access)
    await step('Token accepted').getByText('Do this now').waitFor()
    await okta.send('GET', '/Users?filter=userName%20eq%20%22ada.rossi@mara.example%22&startIndex=1&count=100')
    await ticked('Token accepted')
    ada = await okta.createUser('ada.rossi@mara.example')
    group = await okta.createGroup('Sales – France')
    await ticked('First user created')
    await ticked('First group pushed')
    await step('Membership changed').getByText('Directory ▸ Groups ▸ Assign people').waitFor()
    await okta.add(group, ada, 'somebody-who-comes-later')
    await page.getByText('1 member is not known yet').waitFor()
    await okta.send(
      'PATCH',
      `/Groups/${group}`,
      patchOf({ op: 'replace', value: { id: group, displayName: 'Sales FR' } }),
    )
    await okta.deactivate(ada)
    await okta.reactivate(ada)
    await okta.deleteGroup(group)
    for (const each of ['Membership changed', 'Renamed', 'Deactivated', 'Reactivated', 'Deleted']) await ticked(each)
    await page.getByText('8 of 8').first().waitFor()
  })

  it('reads why a request was refused, what to do, and what came', async () => {
    const { page } = admin
    await okta.send('PATCH', `/Users/${ada}`, patchOf({ op: 'Replace', path: 'active', value: 'True' }))
    await okta.send('POST', '/Users', { userName: 'ada.rossi@mara.example', password: 'four plain words' })
    await page.getByText('active came as a string instead of true or false; handled.').waitFor()
    await page.getByRole('link', { name: 'Refused: the user name is taken' }).click()
    const drawer = page.getByRole('dialog', { name: 'Request' })
    await drawer.getByText(/finds it by its userName/).waitFor()
    await drawer.getByText('"password": "•••"').waitFor()
    expect(page.url()).toContain('request=')
    expect(await findings(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'All requests' }).click()
    await page.getByRole('table', { name: 'Requests' }).waitFor()
    await page.getByRole('button', { name: /^Answer/ }).click()
    await page.getByRole('option', { name: 'Refused' }).click()
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
  })

  it('replaces the token while the old one goes on working', async () => {
    const { page } = admin
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Rotate First token' }).click()
    await page.getByRole('button', { name: 'Make the new token' }).click()
    const secret = page.getByRole('dialog', { name: 'Your token' })
    await secret.getByRole('code').last().waitFor()
    const token = (await secret.getByRole('code').allTextContents())[1]!
    await secret.getByRole('button', { name: 'I have copied it' }).click()
    await secret.waitFor({ state: 'hidden' })
    const statusOf = async (each: string) => (await openScim({ ...access, token: each }).send('GET', '/Users')).status
    expect([await statusOf(access.token), await statusOf(token)]).toEqual([200, 200])
    await expect.poll(() => page.getByRole('table', { name: 'Tokens' }).getByRole('row').count()).toBe(3)
  })

  it('sends a link to Okta’s own admin, who needs no account and sees no names', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Send to your Okta admin' }).click()
    const dialog = page.getByRole('dialog', { name: 'Share this page' })
    await dialog.getByLabel('For whom').fill('Luc')
    await dialog.getByText('May make one token').click()
    await dialog.getByRole('button', { name: 'Make the link' }).click()
    const url = (await dialog.getByRole('code').textContent())!
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
    const luc = await visit(house, { width: 320, theme: 'dark' })
    await luc.page.goto(url)
    await luc.page.getByRole('heading', { name: 'Connect Okta of Mara to Rollcall' }).waitFor()
    await luc.page.getByText('8 of 8').first().waitFor()
    await luc.page.getByText('Created: a user').waitFor()
    expect(await luc.page.content()).not.toMatch(/ada\.rossi|Ada Rossi|Sales/)
    expect(await findings(luc.page)).toEqual([])
    expect(await overhang(luc.page)).toBe(0)
    await luc.page.getByRole('button', { name: 'Make the token, once' }).click()
    await luc.page
      .getByRole('dialog', { name: 'Your token' })
      .getByText(/^rc_scim_/)
      .waitFor()
    await luc.page.getByRole('button', { name: 'I have copied it' }).click()
    await luc.page.getByText('Whoever sent you this link has the token.').waitFor()
    expect(luc.complaints).toEqual([])
    await page.getByRole('button', { name: 'Close the link of Luc' }).click()
    await page.getByRole('alertdialog').filter({ hasText: 'The link is closed.' }).waitFor()
    await luc.page.reload()
    await luc.page.getByRole('alert').waitFor()
    await luc.context.close()
  })

  it('lets a provider in by HTTP Basic and by an OAuth client, and takes the client away', async () => {
    const { page } = admin
    const basic = { authorization: `Basic ${Buffer.from(`okta:${access.token}`).toString('base64')}` }
    const statusOf = async (headers: Record<string, string>) => (await fetch(`${access.url}/Users`, { headers })).status
    expect(await statusOf(basic)).toBe(401)
    await page.getByText('HTTP Basic', { exact: true }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alertdialog').filter({ hasText: 'Saved.' }).waitFor()
    expect(await statusOf(basic)).toBe(200)

    await page.getByRole('button', { name: 'Add OAuth client' }).click()
    const adding = page.getByRole('dialog', { name: 'Add OAuth client' })
    await adding.getByLabel('Label').fill('Okta app')
    await adding.getByText('By an assertion').click()
    await adding.getByLabel('JWKS URL').waitFor()
    expect(await findings(page)).toEqual([])
    await adding.getByText('By a secret').click()
    await adding.getByRole('button', { name: 'Add 1 client' }).click()
    const made = page.getByRole('dialog', { name: 'Your OAuth client' })
    await made.getByText(/^rc_client_/).waitFor()
    const [url, tokenUrl, id, secret] = (await made.getByRole('code').allTextContents()) as [
      string,
      string,
      string,
      string,
    ]
    expect(url).toBe(access.url)
    await made.getByRole('button', { name: 'I have copied it' }).click()
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret })
    const granted = (await (await fetch(tokenUrl, { method: 'POST', body })).json()) as { access_token: string }
    const bearer = { authorization: `Bearer ${granted.access_token}` }
    expect(await statusOf(bearer)).toBe(200)
    await page.getByRole('button', { name: 'Revoke Okta app' }).click()
    await page.getByRole('button', { name: 'Revoke 1 client' }).click()
    await page.getByText('None. For providers that get a token').waitFor()
    expect(await statusOf(bearer)).toBe(401)
  })

  it('pauses it, sees changes refused, and takes that back', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Pause' }).click()
    const toast = page.getByRole('alertdialog').filter({ hasText: 'Okta of Mara is paused.' })
    await toast.waitFor()
    await expect.poll(async () => (await okta.send('DELETE', `/Users/${ada}`)).status).toBe(403)
    await toast.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    expect((await found('Okta of Mara')).state).toBe('on')
  })

  it('imports a file after looking at what it would do, and deletes a source with the count on the button', async () => {
    const { page } = admin
    await page.goto('/sources?add=csv')
    await page.getByLabel('Name').fill('Payroll')
    await page.getByRole('button', { name: 'Create source' }).click()
    await page.getByRole('button', { name: 'Choose a file' }).waitFor()
    const csv =
      'userName,givenName,familyName,email,groups\nleo@pay.example,Leo,Marti,leo@pay.example,Payroll\nnobody,\n'
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
    await page.getByRole('tab', { name: /New 2/ }).waitFor()
    await page.getByText('leo@pay.example').first().waitFor()
    await page.getByRole('button', { name: 'Create 2, change 0, deactivate 0' }).click()
    await page.getByText('Applied: 2 created').waitFor()
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('button', { name: 'Delete 2 users and 1 group' }).click()
    await page.getByRole('heading', { name: 'Sources', level: 1 }).waitFor()
    expect(await found('Payroll')).toBeUndefined()
  })
})
