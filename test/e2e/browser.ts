import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import chromium, { inflate } from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'

/** Of its own switches those that would change what is tested: a browser that keeps no rule tells nothing. */
const notOurs = [
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
  // One process for all: closing a page would end it.
  '--single-process',
  '--no-zygote',
]

/** A real Chromium that comes with npm, whoever runs it and whatever else the machine has. */
export async function openBrowser(): Promise<Browser> {
  chromium.setGraphicsMode = false
  const args = chromium.args.filter((arg) => !notOurs.includes(arg) && !arg.startsWith('--headless'))
  const folder = await unpacked()
  return playwright.launch({
    executablePath: join(folder, 'chromium'),
    args: [...args, '--disable-dev-shm-usage'],
    headless: true,
    env: { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf'), ...(hasNss() ? {} : bundledLibraries(folder)) },
  })
}

/** Unpacked once a machine and user, whole or not at all: several may try at once, and any may be stopped on the way. */
async function unpacked(): Promise<string> {
  const packed = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'))
  const { version } = JSON.parse(readFileSync(join(packed, '../package.json'), 'utf8')) as { version: string }
  const folder = join(tmpdir(), `rollcall-chromium-${version}-${process.getuid?.() ?? 0}`)
  if (existsSync(folder)) return folder
  const making = mkdtempSync(`${folder}-`)
  const { TMPDIR } = process.env
  try {
    // Where it unpacks to cannot be said in any other way.
    process.env.TMPDIR = making
    await chromium.executablePath()
    await inflate(join(packed, '../bin/al2023.tar.br'))
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
  writeFileSync(join(making, 'fonts.conf'), fontsIn(folder))
  try {
    renameSync(making, folder)
  } catch {
    // Somebody else was quicker.
    rmSync(making, { recursive: true, force: true })
  }
  return folder
}

/** The machine's fonts, and those that come with Chromium: a bare machine has none. */
function fontsIn(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`
}

function hasNss(): boolean {
  return spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout?.includes('libnss3.so') ?? false
}

/** NSS and NSPR come with it too. */
function bundledLibraries(folder: string): NodeJS.ProcessEnv {
  const path = [join(folder, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':')
  return { LD_LIBRARY_PATH: path }
}
