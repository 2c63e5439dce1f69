import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { linesOf, namesIn } from './support/scim-page.ts'

describe('docs/scim-support.md', () => {
  const lines = linesOf(readFileSync('docs/scim-support.md', 'utf8'))
  const named = globSync('{src,test}/scim/**/*.test.ts').flatMap((path) => namesIn(readFileSync(path, 'utf8')))
  const remedy = 'make the page anew: script/scim-support'

  it('says of every test of SCIM that it holds, and nothing that no test says', () => {
    const unsaid = named.filter(
      ({ subject, text }) => !lines.some((line) => subject.test(line.subject) && text.test(line.text)),
    )
    expect(
      unsaid.map(({ says }) => says),
      remedy,
    ).toEqual([])
    const unproven = lines.filter(
      (line) => !named.some(({ subject, text }) => subject.test(line.subject) && text.test(line.text)),
    )
    expect(unproven, remedy).toEqual([])
    expect(
      lines.filter(({ holds }) => !holds),
      remedy,
    ).toEqual([])
  })

  it('would be found out', () => {
    const [one] = namesIn("describe('RFC 1 §2, a thing', () => it.each([1])('has %s [parts]', () => {}))")
    expect(one!.text.test('has 7 \\[parts\\]')).toBe(true)
    expect(one!.text.test('has 7 wings')).toBe(false)
    expect(linesOf('### A\n\n- ✗ b')).toEqual([{ subject: 'A', text: 'b', holds: false }])
  })
})
