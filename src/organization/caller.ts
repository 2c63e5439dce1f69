import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'

/** Who acts, as it is written beside what they did. */
export interface Actor {
  readonly kind: 'source' | 'admin' | 'clock'
  readonly id: string | null
  readonly name: string
}

/** Who calls the API: the organization it is about, the statements confined to it, and what they may do. */
export interface Caller {
  readonly db: Db
  readonly actor: Actor
  readonly role: 'manager' | 'admin' | 'super-admin'
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the door, before any route runs. */
    caller: Caller
  }
  interface FastifyContextConfig {
    /** Also for managers; every other route is for admins and super admins. */
    managers?: boolean
  }
}

/** @throws {Refused} 403: rules, sources, products, pools and safeguards are for admins and super admins */
export function requireAdmin(caller: Caller): void {
  if (caller.role === 'manager')
    throw new Refused(403, 'FORBIDDEN', 'This is for admins and super admins: a manager may not do it.')
}

/** @throws {Refused} 403: whatever gives or takes admin or super admin is applied by a super admin only */
export function requireSuperAdmin(caller: Caller, what: string): void {
  if (caller.role !== 'super-admin')
    throw new Refused(403, 'SUPER_ADMIN_ONLY', `${what} Only a super admin may do that.`)
}
