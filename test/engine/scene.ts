import type { Db } from '../../src/platform/db/db.ts'
import { type Acts, newActs } from '../support/acts.ts'
import { type Directory, newDirectory } from '../support/directory.ts'
import { type Admin, newAdmin } from './admin.ts'
import type { World } from './world.ts'

/** A world in memory, the same world in a database, and the clock of both. */
export interface Scene {
  readonly db: Db
  readonly world: World
  readonly acts: Acts
  readonly directory: Directory
  readonly admin: Admin
  readonly groupIds: Map<number, string>
  /** Short names for ids, so that a difference can be read. */
  readonly names: Map<string, string>
  readonly clock: { nowMs: number }
}

export async function newScene(db: Db): Promise<Scene> {
  const clock = { nowMs: Date.parse('2026-01-05T08:00:00Z') }
  const acts = newActs(db, () => new Date(clock.nowMs))
  const world: World = {
    people: new Map(),
    groups: new Map(),
    groupNames: new Map(),
    edges: new Map(),
    rules: [],
    products: new Map(),
    pins: new Map(),
    shareMax: 0.1,
    lossesAllowed: 5,
  }
  return {
    db,
    world,
    acts,
    directory: await newDirectory(db, () => new Date(clock.nowMs), acts),
    admin: newAdmin(db, acts),
    groupIds: new Map(),
    names: new Map(),
    clock,
  }
}
