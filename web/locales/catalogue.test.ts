import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import en from './en.json' with { type: 'json' }
import { format } from './message.ts'

const sources = globSync('web/**/*.{ts,tsx}', { exclude: ['**/*.test.ts'] }).map((path) => readFileSync(path, 'utf8'))
const code = sources.join('\n')

describe('the catalogue of texts', () => {
  it('has no text that is not shown anywhere', () => {
    // A family is asked for by a part of its name: text(`role.${role}`).
    const families = [...code.matchAll(/`([a-z-]+(?:\.[a-zA-Z-]+)*)\.\$\{/g)].map(([, family]) => `${family}.`)
    const unused = Object.keys(en).filter(
      (name) => !code.includes(`'${name}'`) && !families.some((family) => name.startsWith(family)),
    )
    expect(unused).toEqual([])
  })

  it('has no message that cannot be said', () => {
    for (const [name, message] of Object.entries(en)) {
      const names = [...message.matchAll(/\{(\w+)[,}]/g)].map(([, argument]) => argument!)
      for (const count of [0, 1, 2]) {
        const values = Object.fromEntries(names.map((argument) => [argument, count]))
        expect(format(message, values, 'en'), name).not.toMatch(/[{}#]/)
      }
    }
  })
})
