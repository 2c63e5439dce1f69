import { setTimeout as wait } from 'node:timers/promises'
import { fullPass } from '../../../src/full-pass.ts'
import { openDatabase } from '../../../src/platform/db/db.ts'
import { reconcile } from '../../../src/reconcile.ts'
import { deciding } from '../../../src/rules/rule.ts'
import { membersOfRules } from '../../../src/rules/store/members.ts'
import { liveRules } from '../../../src/rules/store/rules.ts'
import { previews } from './previews.ts'

/**
 * One piece of the engine's work in a process of its own, so that what it takes of memory is its own too. Says in one
 * line of JSON how long it took, start and connecting aside, and the most memory the process ever had.
 */
export interface Told {
  readonly seconds: number
  readonly peakMb: number
  readonly outcome: unknown
}

const [, , what, organization] = process.argv
const database = openDatabase({ connection: process.env.DATABASE_URL! })
const db = database.of(organization!)
const rules = deciding(await liveRules(db))
const works: Readonly<Record<string, () => Promise<unknown>>> = {
  run: () => reconcile(db, new Date()),
  'full-pass': () => fullPass(db, new Date()),
  previews: () => previews(db),
  members: () => membersOfRules(db, rules, null).then((members) => members.length),
}
const startedAt = performance.now()
const outcome = await works[what!]!()
const seconds = (performance.now() - startedAt) / 1000
const told: Told = { seconds, peakMb: process.resourceUsage().maxRSS / 1024, outcome }
await database.close()
console.log(JSON.stringify(told))
await wait(0)
