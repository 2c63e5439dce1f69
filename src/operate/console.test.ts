import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { programFolder } from '../platform/program-folder.ts'
import { buildConsole } from './console.ts'

let clone: string
const said: string[] = []
const build = () => buildConsole((text) => said.push(text), clone)

beforeEach(() => {
  said.length = 0
  clone = mkdtempSync(join(tmpdir(), 'rollcall-console-'))
  mkdirSync(join(clone, 'web'))
  const config = "export default { root: import.meta.dirname, build: { outDir: '../dist/web', emptyOutDir: true } }\n"
  writeFileSync(join(clone, 'web/vite.config.ts'), config)
  writeFileSync(join(clone, 'web/index.html'), '<!doctype html><title>Console</title>\n')
  symlinkSync(join(programFolder, 'node_modules'), join(clone, 'node_modules'))
})
afterEach(() => rmSync(clone, { recursive: true, force: true }))

describe('the console of a clone', () => {
  it('is built when it is not there, and again when a source is newer', async () => {
    await build()
    expect(existsSync(join(clone, 'dist/web/index.html'))).toBe(true)
    await build()
    expect(said).toHaveLength(1)
    const later = new Date(Date.now() + 5000)
    utimesSync(join(clone, 'web/index.html'), later, later)
    await build()
    expect(said).toHaveLength(2)
  })

  it('is not built where there are no sources: the package brings it', async () => {
    rmSync(join(clone, 'web'), { recursive: true })
    await build()
    expect(said).toEqual([])
  })

  it('says what to do where it cannot be built', async () => {
    rmSync(join(clone, 'node_modules'))
    await build()
    expect(said.join()).toContain('npm ci')
  })
})
