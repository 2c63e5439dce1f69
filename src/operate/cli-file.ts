import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * DATA/cli.json, 0600: how commands on this machine that ask the API find it. Written by serve and demo at their start.
 * Without a token (no organization yet, or several) they need ROLLCALL_TOKEN.
 */
export interface CliFile {
  readonly url: string
  readonly token?: string
}

const NAME = 'cli.json'

export function writeCliFile(data: string, file: CliFile): void {
  const path = join(data, NAME)
  writeFileSync(`${path}.new`, `${JSON.stringify(file)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

export function readCliFile(data: string): CliFile | undefined {
  try {
    return JSON.parse(readFileSync(join(data, NAME), 'utf8')) as CliFile
  } catch {
    return undefined
  }
}
