import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { programFolder } from '../platform/program-folder.ts'

const sources = ['web/**/*.*', 'src/contract/*.*']

/**
 * Builds the console's pages where Rollcall runs from a clone and they are missing or older than their sources. The
 * published package brings them, and has no sources.
 *
 * @param say told what is done, since it takes some seconds
 * @throws when they cannot be built
 */
export async function buildConsole(say: (text: string) => void, folder = programFolder): Promise<void> {
  if (!existsSync(join(folder, 'web', 'vite.config.ts')) || isBuilt(folder)) return
  const vite = join(folder, 'node_modules/vite/bin/vite.js')
  if (!existsSync(vite))
    return say('The console is not built, and what builds it is not installed: npm ci, then npm run build.')
  say('Building the console, as its sources are newer …')
  const env = { ...process.env, NODE_ENV: 'production' }
  const child = spawn(process.execPath, [vite, 'build', 'web'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`the console could not be built:\n${complaint.trim()}`)
}

function isBuilt(folder: string): boolean {
  const page = join(folder, 'dist/web/index.html')
  if (!existsSync(page)) return false
  const builtAt = statSync(page).mtimeMs
  return globSync(sources, { cwd: folder, exclude: ['**/*.test.*'] }).every(
    (file) => statSync(join(folder, file)).mtimeMs <= builtAt,
  )
}
