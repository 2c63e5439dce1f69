import type { UserStatus } from '../../contract/user.ts'
import type { Db } from '../../platform/db/db.ts'
import { type SqlFragment, sql } from '../../platform/db/sql.ts'

/** Users of one status: so few that each can be looked up, or a bit for each number. */
export type Standing =
  | { readonly few: readonly { readonly no: number; readonly id: string }[] }
  | { readonly bits: Buffer }

/** So many users are looked up one by one; of more the newest entries are read until enough of them are theirs. */
const FEW = 500

/** Numbers of users, four bytes each; below zero where what is said does not hold. */
interface Packed {
  /** Active upstream, not deleted, with an address. */
  readonly able: Buffer | null
  /** Access now; else they had it. */
  readonly access: Buffer | null
  /** Signed in, and seen within the days after which somebody counts as inactive; else signed in. */
  readonly recent: Buffer | null
}

/**
 * Users whose status is the one asked for, in the words of plan/status; a test holds the two together. Reads everybody,
 * packed: four bytes a user.
 */
export async function usersStanding(
  db: Db,
  { is, now }: { readonly is: UserStatus; readonly now: Date },
  few: number = FEW,
): Promise<Standing> {
  const numbers = numbersStanding(await packed(db, now), is)
  if (numbers.length <= few) {
    const rows = await db.rows<{ no: number; id: string }>(sql`
      select user_no as no, id from users
      where organization_id = ${db.organization} and user_no = any(${numbers}::integer[])`)
    return { few: rows }
  }
  const bits = Buffer.alloc((numbers.at(-1)! >> 3) + 1)
  for (const no of numbers) bits[no >> 3]! |= 1 << (no & 7)
  return { bits }
}

/** Whether a user's number is among the bits; a number beyond them is not. */
export function amongBits(bits: Buffer, userNo: SqlFragment): SqlFragment {
  return sql.part`case when ${userNo} < ${bits.length * 8} then get_bit(${bits}::bytea, ${userNo}) = 1 else false end`
}

async function packed(db: Db, now: Date): Promise<Packed> {
  const numbers = (holds: SqlFragment) =>
    sql.part`string_agg(int4send(case when ${holds} then user_no else -user_no end), '')`
  const row = await db.row<Packed>(sql`
    select
      (select ${numbers(sql.part`active and deleted_at is null and address is not null`)}
        from users where organization_id = ${db.organization}) as able,
      (select ${numbers(sql.part`access`)}
        from assignments where organization_id = ${db.organization} and until is null and (access or had_access)) as access,
      (select ${numbers(sql.part`coalesce(last_seen_at, signed_in_at) > ${now}::timestamptz - (
          select make_interval(hours => 24 * inactive_after_days) from organizations where id = ${db.organization})`)}
        from accounts where organization_id = ${db.organization} and signed_in_at is not null) as recent`)
  return row!
}

const ABLE = 1
const ACCESS = 2
const HAD = 4
const SIGNED_IN = 8
const RECENT = 16

/** In rising order. */
function numbersStanding({ able, access, recent }: Packed, is: UserStatus): readonly number[] {
  const marks: number[] = []
  const mark = (numbers: Buffer | null, holds: number, else_: number) => {
    for (let at = 0; at < (numbers?.length ?? 0); at += 4) {
      const no = numbers!.readInt32BE(at)
      marks[Math.abs(no)] = (marks[Math.abs(no)] ?? 0) | (no > 0 ? holds : else_)
    }
  }
  mark(able, ABLE, 0)
  mark(access, ACCESS | HAD, HAD)
  mark(recent, SIGNED_IN | RECENT, SIGNED_IN)
  const found: number[] = []
  marks.forEach((marked, no) => {
    if (statusOf(marked) === is) found.push(no)
  })
  return found
}

function statusOf(marked: number): UserStatus {
  if ((marked & ABLE) === 0 || (marked & ACCESS) === 0) return marked & HAD ? 'suspended' : 'none'
  if ((marked & SIGNED_IN) === 0) return 'invited'
  return marked & RECENT ? 'active' : 'inactive'
}
