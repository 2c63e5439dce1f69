#!/usr/bin/env node
// The only plain JavaScript of the product: any Node understands it. It hands over to the Node that npm pinned
// beside it when its own is too old to run TypeScript, or says what to install.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

// A clone runs from its sources, the npm package from what was built of them.
const source = new URL('../src/main.ts', import.meta.url)
const built = new URL('../dist/src/main.js', import.meta.url)
const main = existsSync(source) ? source : built
const [major] = process.versions.node.split('.').map(Number)

if (major >= 24) {
  // What was stripped and compiled once is kept beside the sources: a start in half the time, and less memory. Before
  // anything is imported. Not in the temporary folder, where another user could put something in our name.
  module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/rollcall', import.meta.url)))
  await import(main.href)
} else {
  const pinned = pinnedNode()
  if (!pinned) {
    console.error(`Rollcall needs Node 24 or newer; this is ${process.version}, and no pinned Node was installed for
${process.platform}-${process.arch}. Install Node 24 from your distribution or https://nodejs.org, then run this again.`)
    process.exit(1)
  }
  const child = spawn(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    if (signal) process.kill(process.pid, 'SIGKILL')
    else process.exit(code ?? 1)
  })
}

/** Path of the Node binary of the optional dependency for this platform, or undefined. */
function pinnedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const require = module.createRequire(import.meta.url)
  try {
    const folder = dirname(require.resolve(`node-${platform}-${process.arch}/package.json`))
    const binary = join(folder, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node')
    return existsSync(binary) ? binary : undefined
  } catch {
    return undefined
  }
}
