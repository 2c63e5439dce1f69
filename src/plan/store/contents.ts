import { createHash } from 'node:crypto'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'
import { type Content, signatureOf } from '../../rules/content.ts'
import { SIGNATURE } from '../../rules/signature.ts'
import type { Known } from '../check.ts'

/** What is stored of an entitlement's key: keys may be longer than an index allows. SHA-256, in hex. */
export function digestOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** A content's signature as it is stored: four numbers, most significant byte first. */
export function packedSignature(content: Content): Buffer {
  const packed = Buffer.alloc(SIGNATURE * 4)
  for (const [lane, number] of signatureOf(content).entries()) packed.writeInt32BE(number, lane * 4)
  return packed
}

/** Every content that anybody ever had, by number, with its signature. Twenty bytes each. */
export async function knownContents(db: Db): Promise<Known> {
  await signOlder(db)
  const row = await db.row<{ numbers: Buffer | null; signatures: Buffer | null }>(sql`
    select string_agg(int4send(entitlement_no), '' order by entitlement_no) as numbers,
      string_agg(signature, '' order by entitlement_no) as signatures
    from entitlements
    where organization_id = ${db.organization} and signature is not null`)
  const numbers = row?.numbers ?? Buffer.alloc(0)
  const packed = row?.signatures ?? Buffer.alloc(0)
  const places = new Map<number, number>()
  for (let place = 0; place < numbers.length / 4; place++) places.set(numbers.readInt32BE(place * 4), place)
  const signatures = new Int32Array(packed.length / 4)
  for (let at = 0; at < signatures.length; at++) signatures[at] = packed.readInt32BE(at * 4)
  return { places, signatures }
}

/** Contents stored before they were signed are signed when they are first asked for. */
async function signOlder(db: Db): Promise<void> {
  const rows = await db.rows<{ entitlement_no: number; content: Content }>(sql`
    select entitlement_no, content from entitlements
    where organization_id = ${db.organization} and signature is null`)
  if (rows.length === 0) return
  await db.run(sql`
    update entitlements e set signature = s.signature
    from unnest(${rows.map((row) => row.entitlement_no)}::integer[],
      ${rows.map((row) => packedSignature(row.content))}::bytea[]) as s(entitlement_no, signature)
    where e.organization_id = ${db.organization} and e.entitlement_no = s.entitlement_no`)
}
