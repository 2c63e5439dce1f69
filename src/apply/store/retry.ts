import type { FailureCause } from '../../contract/failure.ts'
import type { UserNo } from '../../directory/user.ts'
import { withheldBy } from '../../plan/store/failures.ts'
import type { Db } from '../../platform/db/db.ts'
import { sql } from '../../platform/db/sql.ts'

/** Which failures of a cause are tried again; null: whatever it is. */
export interface Meant {
  readonly cause: FailureCause
  readonly product: string | null
  readonly tier: string | null
  readonly code: string | null
  readonly users: readonly UserNo[] | null
}

/** A failure that is tried again: whose it is, and of which product. */
export interface Again {
  readonly user: UserNo
  readonly product: string | null
}

/** Deliveries and mails are due again from now on, with all their attempts. Of everything else it is told whom it concerns. */
export function tryAgain(tx: Db, { cause, product, tier, code, users }: Meant, at: Date): Promise<readonly Again[]> {
  const theirs = users === null ? sql.part`true` : sql.part`user_no = any(${users}::integer[])`
  const itsProduct = product === null ? sql.part`true` : sql.part`product_id = ${product}`
  const answered = code === null ? sql.part`true` : sql.part`error_code = ${code}`
  switch (cause) {
    case 'no-seats-left':
      return tx.rows<Again>(sql`
        select user_no as user, product_id as product from waiting
        where organization_id = ${tx.organization} and ${itsProduct} and ${theirs}
          and ${tier === null ? sql.part`true` : sql.part`tier_id = ${tier}`}`)
    case 'no-address':
    case 'address-conflict':
      return tx.rows<Again>(sql`
        select user_no as user, null as product from assignments a
        where a.organization_id = ${tx.organization} and ${withheldBy(tx, cause, product)} and ${theirs}`)
    case 'product-refused':
      return tx.rows<Again>(sql`
        update deliveries set state = 'due', attempts = 0, due_at = ${at}
        where organization_id = ${tx.organization} and state = 'failed' and ${itsProduct} and ${answered} and ${theirs}
        returning user_no as user, product_id as product`)
    case 'mail-bounced':
      return tx.rows<Again>(sql`
        update mails set state = 'due', attempts = 0
        where organization_id = ${tx.organization} and state = 'failed' and ${answered} and ${theirs}
        returning user_no as user, null as product`)
  }
}
