import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse, signInByLink, type Visit, visit } from './visit.ts'

const assets = join(import.meta.dirname, '../../dist/web/assets')
let house: House
let admin: Visit
beforeAll(async () => {
  house = await openHouse()
  admin = await visit(house)
  await signInByLink(admin, house.ready.adminLink)
})
afterAll(() => house?.close())

/** Bytes that a first visit loads, as they are compressed with gzip. */
async function weightOf(path: string, ending: string): Promise<number> {
  const fresh = await visit(house, {}, admin.context)
  const loaded = new Set<string>()
  fresh.page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    if (pathname.startsWith('/assets/') && pathname.endsWith(ending)) loaded.add(basename(pathname))
  })
  await fresh.page.goto(path)
  await fresh.page.getByRole('heading', { level: 1 }).waitFor()
  await fresh.page.waitForLoadState('networkidle')
  await fresh.context.close()
  return [...loaded].reduce((sum, name) => sum + statSync(join(assets, `${name}.gz`)).size, 0)
}

describe('the first load of Rules', () => {
  it('is at most 250 kB of scripts and 10 kB of styles', async () => {
    const [scripts, styles] = [await weightOf('/rules', '.js'), await weightOf('/rules', '.css')]
    console.log(`Rules: ${(scripts / 1000).toFixed(1)} kB of scripts, ${(styles / 1000).toFixed(1)} kB of styles`)
    expect(scripts).toBeGreaterThan(100_000)
    expect(scripts).toBeLessThanOrEqual(250_000)
    expect(styles).toBeLessThanOrEqual(10_000)
  })
})
