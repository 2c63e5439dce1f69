import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ScimError } from './errors.ts'
import type { Resource } from './json.ts'
import type { Operation } from './operation.ts'
import { applyPatch } from './patch.ts'
import { userType } from './schemas/user.ts'

interface Email {
  readonly value: string
  readonly type: string
}
interface Person {
  userName: string
  title?: string
  name?: { givenName?: string; familyName?: string }
  emails?: Email[]
}

const word = fc.constantFrom('ann', 'bea', 'cyd')
const kind = fc.constantFrom('work', 'home', 'other')
const email = fc.record({ value: word, type: kind })
const emails = fc.uniqueArray(email, { maxLength: 4, selector: ({ value, type }) => `${type} ${value}` })
const naming = fc.record({ givenName: word, familyName: word }, { requiredKeys: [] })
const person: fc.Arbitrary<Person> = fc
  .record({ userName: word, title: word, name: naming, emails }, { requiredKeys: ['userName'] })
  .map((made) => solid(made))

/** An operation, and what it does to a person, said as plainly as possible; `false`: it selects nothing. */
interface Step {
  readonly operation: Operation
  readonly act: (of: Person) => unknown
}

const set = fc.constantFrom('add' as const, 'replace' as const)
const step = (operation: Operation, act: Step['act']): Step => ({ operation, act })
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(set, word).map(([op, value]) =>
    step({ op, path: 'title', value }, (of) => {
      of.title = value
    }),
  ),
  fc.constant(step({ op: 'remove', path: 'TITLE', value: undefined }, (of) => delete of.title)),
  fc.tuple(set, word).map(([op, value]) =>
    step({ op, path: 'name.givenName', value }, (of) => {
      of.name = { ...of.name, givenName: value }
    }),
  ),
  fc.constant(step({ op: 'remove', path: 'name.givenName', value: undefined }, (of) => delete of.name?.givenName)),
  fc.tuple(set, naming).map(([op, value]) =>
    step({ op, path: 'name', value }, (of) => {
      of.name = { ...of.name, ...value }
    }),
  ),
  emails.map((value) =>
    step({ op: 'add', path: 'emails', value }, (of) => {
      of.emails = [...(of.emails ?? []), ...value]
    }),
  ),
  emails.map((value) =>
    step({ op: 'replace', path: 'emails', value }, (of) => {
      of.emails = value
    }),
  ),
  word.map((value) =>
    step({ op: 'remove', path: 'emails', value: [{ value }] }, (of) => {
      of.emails = of.emails?.filter((each) => each.value !== value) ?? []
    }),
  ),
  kind.map((type) =>
    step({ op: 'remove', path: `emails[type eq "${type}"]`, value: undefined }, (of) => {
      if (!of.emails?.some((each) => each.type === type)) return false
      of.emails = of.emails.filter((each) => each.type !== type)
      return true
    }),
  ),
  fc.tuple(set, kind, word).map(([op, type, value]) =>
    step({ op, path: `emails[type eq "${type}"].value`, value }, (of) => {
      const isThere = of.emails?.some((each) => each.type === type)
      const changed = of.emails?.map((each) => (each.type === type ? { ...each, value } : each)) ?? []
      of.emails = isThere ? changed : [...changed, { type, value }]
    }),
  ),
  fc.tuple(word, word).map(([title, familyName]) =>
    step({ op: 'replace', path: undefined, value: { title, 'name.familyName': familyName } }, (of) => {
      of.title = title
      of.name = { ...of.name, familyName }
    }),
  ),
)

/** Without what is empty, each email once, in order: what has no order is compared without one. */
function solid({ name, emails: all = [], ...rest }: Person): Person {
  const kept = [...new Map(all.map((each) => [`${each.type} ${each.value}`, each])).values()]
  kept.sort((a, b) => `${a.type} ${a.value}`.localeCompare(`${b.type} ${b.value}`))
  return {
    ...rest,
    ...(name && Object.keys(name).length > 0 && { name }),
    ...(kept.length > 0 && { emails: kept }),
  }
}

/** What becomes of the person, step by step; undefined when one of the steps selects nothing. */
function oracle(before: Person, all: readonly Step[]): Person | undefined {
  let after = before
  for (const { act } of all) {
    const copy = structuredClone(after)
    if (act(copy) === false) return undefined
    after = solid(copy)
  }
  return after
}

function patched(before: Person, operations: readonly Operation[]) {
  try {
    return applyPatch(userType, before as unknown as Resource, operations)
  } catch (error) {
    if (!(error instanceof ScimError)) throw error
    return error
  }
}

const wrong: readonly Operation[] = [
  { op: 'remove', path: 'emails[type eq "nobody"]', value: undefined },
  { op: 'replace', path: 'id', value: 'other' },
  { op: 'replace', path: 'active', value: 'maybe' },
  { op: 'remove', path: 'userName', value: undefined },
  { op: 'add', path: 'nosuch', value: 'x' },
  { op: 'add', path: 'emails[type eq', value: 'x' },
  { op: 'add', path: 'title', value: 5 },
]

describe('RFC 7644 §3.5.2 any PATCH of any user', () => {
  it('does what an independent reading of its operations does, or fails where that does', () => {
    let refused = 0
    fc.assert(
      fc.property(person, fc.array(steps, { minLength: 1, maxLength: 5 }), (before, all) => {
        const expected = oracle(before, all)
        const result = patched(
          before,
          all.map(({ operation }) => operation),
        )
        if (result instanceof ScimError) {
          refused++
          expect([result.scimType, expected]).toEqual(['noTarget', undefined])
          return
        }
        expect(solid(result.resource as unknown as Person)).toEqual(expected)
      }),
      { numRuns: 3000 },
    )
    expect(refused).toBeGreaterThan(100)
  })

  it('changes nothing when one operation among others cannot be done', () => {
    fc.assert(
      fc.property(
        person,
        fc.array(steps, { maxLength: 4 }),
        fc.constantFrom(...wrong),
        fc.nat(),
        (before, all, bad, at) => {
          const copy = structuredClone(before)
          const operations = all.map(({ operation }) => operation)
          operations.splice(at % (operations.length + 1), 0, bad)
          expect(patched(before, operations)).toBeInstanceOf(ScimError)
          expect(before).toEqual(copy)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('of one operation changes nothing when it is done once more', () => {
    fc.assert(
      fc.property(person, steps, (before, { operation }) => {
        const once = patched(before, [operation])
        if (once instanceof ScimError) return
        const twice = patched(once.resource as unknown as Person, [operation])
        // Who was selected and is gone cannot be selected again.
        if (twice instanceof ScimError) expect([twice.scimType, operation.op]).toEqual(['noTarget', 'remove'])
        else expect([twice.changed, twice.resource]).toEqual([false, once.resource])
      }),
      { numRuns: 3000 },
    )
  })
})
