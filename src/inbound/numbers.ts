import type { GroupNo } from '../directory/group.ts'
import type { UserNo } from '../directory/user.ts'
import type { Db } from '../platform/db/db.ts'
import { takeGroupNumbers, takeUserNumbers } from './store/numbers.ts'

/** How many are taken at once, so that no two requests wait for the organization's row; more while they go fast. What a process did not use is lost. */
const BLOCK = 64
const BLOCK_MAX = 1024
const FAST_MS = 1000

/** Hands out the dense numbers of users and groups, from blocks that this process has taken. */
export class Numbers {
  readonly #users = new Map<string, Block>()
  readonly #groups = new Map<string, Block>()

  async user(db: Db): Promise<UserNo> {
    return (await next(this.#users, db, takeUserNumbers)) as UserNo
  }

  async group(db: Db): Promise<GroupNo> {
    return (await next(this.#groups, db, takeGroupNumbers)) as GroupNo
  }

  /** A number that came to no use, for the next who asks. */
  giveBackUser(db: Db, number: UserNo): void {
    this.#users.get(db.organization)?.free.push(number)
  }

  giveBackGroup(db: Db, number: GroupNo): void {
    this.#groups.get(db.organization)?.free.push(number)
  }
}

interface Block {
  /** Smallest last. */
  free: number[]
  size: number
  filledAtMs: number
  refill: Promise<void> | undefined
}

type Take = (db: Db, count: number) => Promise<number>

async function next(blocks: Map<string, Block>, db: Db, take: Take): Promise<number> {
  let block = blocks.get(db.organization)
  if (!block) {
    block = { free: [], size: BLOCK, filledAtMs: Number.NEGATIVE_INFINITY, refill: undefined }
    blocks.set(db.organization, block)
  }
  for (;;) {
    const number = block.free.pop()
    // Half empty, the next block is taken already, so that nobody waits for it.
    if (block.free.length < block.size / 2 && !block.refill) {
      block.refill = refill(block, db, take)
      block.refill.catch(() => {})
    }
    if (number !== undefined) return number
    await block.refill
  }
}

async function refill(block: Block, db: Db, take: Take): Promise<void> {
  try {
    const isFast = performance.now() - block.filledAtMs < FAST_MS
    block.size = isFast ? Math.min(block.size * 2, BLOCK_MAX) : BLOCK
    const { size } = block
    const first = await take(db, size)
    block.filledAtMs = performance.now()
    block.free = [...Array.from({ length: size }, (_, at) => first + size - 1 - at), ...block.free]
  } finally {
    block.refill = undefined
  }
}
