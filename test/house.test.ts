import { globSync, readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

/** Rooms from the ground up. A room may enter those on lower floors, not its neighbours; one that is not here, none. */
const FLOORS =
  'platform contract|scim words|organization|history|directory products|inbound library|rules|plan signin|outbound|apply|round|reconcile full-pass preview|rehearse|planner|planner-thread|api|server worker|cli|operate|main'
const ONLY: Readonly<Record<string, string>> = { web: 'contract', cli: 'contract platform' }
const BANNED =
  /\b(utils?|helpers?|common|shared|base|core|data|infos?|items?|process|services?|handlers?|managers?|sync)\b/i
const ALLOWED = /user sync|service provider|manager (role|of|group)|(is|role|of|group|as) manager/i
const IMPURE = /^(node:|pg$|fastify)|platform\/(db|jobs|http|clock|log|config|secrets)|\/(store|routes)[./]/
const ASKS_THE_API = /^(web|cli|operate)$/
const ROUTE = /\.(get|post|put|patch|delete)(<[^()]*>)?\(\s*['"`]\/|\.route\(\s*\{/
const words = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[^a-z0-9]+/gi, ' ')
const saysNothing = (name: string) => BANNED.test(words(name)) && !ALLOWED.test(words(name))
const roomOf = (path: string) => (path.startsWith('web/') ? 'web' : path.split('/')[1]!.replace(/\.ts$/, ''))
const floorOf = (room: string) => FLOORS.split('|').findIndex((floor) => floor.split(' ').includes(room))
const mayEnter = (from: string, to: string) =>
  from === to || (ONLY[from]?.split(' ').includes(to) ?? (floorOf(to) >= 0 && floorOf(to) < floorOf(from)))

/** What in this file breaks a rule of the house. */
function strays(path: string, text: string): readonly string[] {
  const found = text.trimEnd().split('\n').length > 250 ? ['longer than 250 lines'] : []
  if (path.startsWith('test/') || /\.test\.tsx?$/.test(path)) return found.map((why) => `${path}: ${why}`)
  const [room, store, door] = [roomOf(path), /\/store(\/|\.ts$)/.test(path), /\/routes(\/|\.tsx?$)/.test(path)]
  const targets = [...text.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map((match) => match[1]!)
  const imports = targets.map((to) => (to.startsWith('.') ? normalize(join(path, '..', to)) : to))
  const declared = text.matchAll(/^(?:export )?(?:async )?(?:const|let|function\*?|class|interface|type) (\w+)/gm)
  const pure = /^(rules|plan)$/.test(room) && !store && !door
  for (const to of imports) {
    if (/^(src|web)\//.test(to) && !mayEnter(room, roomOf(to))) found.push(`${room} may not enter ${to}`)
    if (pure && IMPURE.test(to)) found.push(`${room} is pure, so not ${to}`)
    if (room === 'scim' && to.includes('platform/db')) found.push('scim knows no database')
  }
  for (const name of [path, ...[...declared].map((match) => match[1]!)])
    if (saysNothing(name)) found.push(`${name} says nothing`)
  if (!store && !path.startsWith('src/platform/db/') && /\bsql(\.part)?`/.test(text)) found.push('SQL outside a store')
  if (!door && !ASKS_THE_API.test(room) && path !== 'src/platform/http.ts' && ROUTE.test(text))
    found.push('a route outside routes')
  return found.map((why) => `${path}: ${why}`)
}

describe('the house', () => {
  it('has every file in its room, short, with a name that says something; and would tell of a stray', () => {
    const files = globSync('{src,web,test}/**/*.{ts,tsx}', { exclude: ['**/node_modules/**'] })
    expect(files.flatMap((path) => strays(path, readFileSync(path, 'utf8')))).toEqual([])
    expect(
      strays('src/plan/turn.ts', "import type { Rule } from '../rules/rule.ts'\nexport const isManager = 1"),
    ).toEqual([])
    expect(strays('src/rules/a.ts', "import { a } from '../platform/db/db.ts'").join()).toContain('is pure')
    expect(strays('src/scim/a.ts', "import { a } from '../directory/user.ts'").join()).toContain('may not enter')
    expect(strays('web/users/a.tsx', "import('../../src/rules/decide.ts')").join()).toContain('may not enter')
    expect(strays('src/lobby/a.ts', "import { a } from '../api/a.ts'").join()).toContain('may not enter')
    expect(strays('src/api/a.ts', "http.get<X>('/users', answer)\nsql`select 1`")).toHaveLength(2)
    expect(strays('src/plan/user-helper.ts', 'export const seatService = 1')).toHaveLength(2)
    expect(strays('test/a.ts', 'x\n'.repeat(251))).toHaveLength(1)
  })
})
