import { join } from 'node:path'
import { commands as commandsThatAsk } from './cli/commands.ts'
import type { Call, Command } from './operate/command.ts'
import { commands as commandsHere } from './operate/commands.ts'
import { nearest, readFlags, type Settings } from './platform/config.ts'
import { Permanent, Refused, Retryable } from './platform/errors.ts'
import { programFolder } from './platform/program-folder.ts'

type Commands = Readonly<Record<string, { readonly about: string; readonly load: () => Promise<Command> }>>

/** What `rollcall` can be told, in the order that --help shows. Each is loaded only when it is called. */
const commands: Commands = { ...commandsHere, ...commandsThatAsk }

const OK = 0
const FAILED = 1
const USAGE = 2

// `| head` has seen enough: that is no failure.
process.stdout.on('error', () => process.exit())

process.exitCode = await main(process.argv.slice(2))
// Whatever still holds the program up (a connection that is kept open) has had its time.
setTimeout(() => process.exit(), 500).unref()

async function main(argv: readonly string[]): Promise<number> {
  const words = argv.filter((word) => !word.startsWith('-'))
  const name = [words.slice(0, 2).join(' '), words[0] ?? ''].find((each) => Object.hasOwn(commands, each))
  if (argv.includes('--version')) return answer(`rollcall ${await version()}`)
  if (!name) {
    if (argv.length === 0 || argv.includes('--help') || argv.includes('-h') || argv[0] === 'help') return answer(help())
    return usage(unknownCommand(words))
  }
  try {
    const command = await commands[name]!.load()
    if (argv.includes('--help') || argv.includes('-h')) return answer(helpOf(command))
    return await command.run(callOf(command, name, argv))
  } catch (error) {
    return failed(error)
  }
}

/** @throws {Refused} for a flag it has not got, or too few or too many words */
function callOf(command: Command, name: string, argv: readonly string[]): Call {
  const own = Object.fromEntries(Object.entries(command.flags).map(([flag, { type }]) => [flag, type]))
  const { flags, words } = readFlags(argv, command.settings, own)
  const given = words.slice(name.split(' ').length)
  const taken = command.usage.split(' ').filter((word) => /^[A-Z|]+$/.test(word))
  if (given.length !== taken.length)
    throw new Refused(422, 'CONFIG_INVALID', `It is: rollcall ${command.usage}`, { details: { words: given } })
  return {
    words: given,
    flags,
    env: process.env,
    answer: (text) => void process.stdout.write(`${text}\n`),
    say: (text) => void process.stderr.write(`${text}\n`),
  }
}

function failed(error: unknown): number {
  if (error instanceof Refused && error.code.startsWith('CONFIG_')) return usage(error.message)
  const expected = error instanceof Refused || error instanceof Permanent || error instanceof Retryable
  process.stderr.write(`${expected ? error.message : (error as Error).stack}\n`)
  return FAILED
}

function usage(text: string): number {
  process.stderr.write(`${text}\nSee: rollcall --help\n`)
  return USAGE
}

function answer(text: string): number {
  process.stdout.write(`${text}\n`)
  return OK
}

function unknownCommand(words: readonly string[]): string {
  const given = words.slice(0, 2).join(' ')
  const names = Object.keys(commands)
  const near =
    nearest(given, names) ?? nearest(words[0] ?? '', names) ?? names.find((each) => each.startsWith(`${words[0]} `))
  return `There is no command ${words[0] ?? ''}.${near ? ` Did you mean rollcall ${near}?` : ''}`
}

function help(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = (some: Commands) =>
    Object.entries(some)
      .map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`)
      .join('\n')
  return `Examples
  rollcall demo                          a filled sandbox on http://127.0.0.1:8080
  rollcall serve                         the server, its database in ./.rollcall
  rollcall why ada@lindenhof.example "GoTo Webinar"

Rollcall keeps the seats of an organization's products in step with its directory.

On this machine, its database and its servers
${lines(commandsHere)}

Asking a server (ROLLCALL_URL and ROLLCALL_TOKEN; or the one that runs on --data)
${lines(commandsThatAsk)}

  rollcall COMMAND --help shows its examples and flags; --version the version.
  Exit codes: 0 done, 1 failed, 2 called wrongly, 5 not allowed.`
}

function helpOf(command: Command): string {
  const examples = command.examples.map(([line, purpose]) => `  ${line}\n      ${purpose}`)
  const own = Object.entries(command.flags).map(([name, { type, about }]) => [
    type === 'string' ? `${name} …` : name,
    about,
  ])
  const flags = [...own, ...settingsHelp(command.settings)].map(([name, about]) => `  --${name!.padEnd(22)} ${about}`)
  return `Examples
${examples.join('\n')}

rollcall ${command.usage}
${command.about}
${flags.length > 0 ? `\nFlags\n${flags.join('\n')}` : ''}`
}

function settingsHelp(settings: Settings): readonly (readonly [string, string])[] {
  return Object.entries(settings)
    .filter(([, { secret }]) => !secret)
    .map(([name, { flag, about, fallback }]) => {
      const shown = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      const negated = flag && fallback === true ? `[no-]${shown}` : shown
      const standard = flag || fallback === undefined || String(fallback) === '' ? '' : ` Default ${fallback}.`
      return [flag ? negated : `${shown} …`, `${about}${standard}`] as const
    })
}

async function version(): Promise<string> {
  const { readFileSync } = await import('node:fs')
  const { version } = JSON.parse(readFileSync(join(programFolder, 'package.json'), 'utf8')) as { version: string }
  return version
}
