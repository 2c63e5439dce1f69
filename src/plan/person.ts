import type { UserId, UserNo } from '../directory/user.ts'
import type { Language } from '../organization/organization.ts'
import type { ProductId } from '../products/product.ts'
import type { Content } from '../rules/content.ts'
import type { Entitlement } from '../rules/decide.ts'
import type { Role, RoleName } from '../rules/rule.ts'
import type { Withheld } from './change.ts'
import type { CurrentSeat, CurrentWait } from './standing.ts'

/** Everything a run needs to know of one user. */
export interface Person {
  readonly user: UserNo
  readonly id: UserId
  /** When the user came to the organization, milliseconds since 1970. */
  readonly joinedAt: number
  readonly withheld: Withheld | null
  readonly address: string | null
  /** Language of their directory record, if it names one of ours. */
  readonly directoryLanguage: Language | null
  readonly signedIn: boolean
  readonly chosenLanguage: Language | null
  /** The latest request that touched them; null when only time passed. */
  readonly request: string | null
  readonly entitlement: Entitlement
  /** The role they keep instead of the entitled one, which the safeguard stopped; absent where nothing is stopped. */
  readonly keptRole?: Role | null
  readonly assignment: Assignment | null
  /** As they are when a run begins; a run writes its decisions into them as it goes through the products. */
  readonly seats: Map<ProductId, HeldSeat>
  readonly waiting: Map<ProductId, CurrentWait>
  /** Products that a settings template was applied for already: once, ever. */
  readonly templated: ReadonlySet<ProductId>
}

export interface HeldSeat extends CurrentSeat {
  readonly stopped: 'no' | 'waiting' | 'confirmed'
}

/** What is stored of a user beside seats. */
export interface Assignment {
  readonly entitlementNo: number
  readonly content: Content
  /** `keyOf` its content. */
  readonly key: string
  readonly withheld: Withheld | null
  readonly access: boolean
  readonly hadAccess: boolean
  readonly role: RoleName
}
