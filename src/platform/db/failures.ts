import pg from 'pg'
import { Retryable } from '../errors.ts'

/** SQLSTATEs after which the same transaction may succeed: serialization failure, deadlock, lock not available. */
const CONTENTION = new Set(['40001', '40P01', '55P03'])

/** The server is going, coming or full: too_many_connections, admin_shutdown, crash_shutdown, cannot_connect_now, idle timeouts. */
const UNAVAILABLE = new Set(['53300', '57P01', '57P02', '57P03', '57P05', '25P03'])

/** What the driver and Node say, without a SQLSTATE, when there is no usable connection. */
const UNREACHABLE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|The server does not support SSL)/
const SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH', 'EAI_AGAIN'])

/** Whether the connection this came from is of no further use. */
export function isConnectionLoss(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) {
    return error.code !== undefined && (UNAVAILABLE.has(error.code) || error.code.startsWith('08'))
  }
  if (!(error instanceof Error)) return false
  return UNREACHABLE.test(error.message) || SOCKET.has((error as NodeJS.ErrnoException).code ?? '')
}

/** Whether a unique index refused the statement: any, or the constraint or index of that name. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return violates(error, '23505', constraint)
}

/** Whether a foreign key refused the statement: any, or the constraint of that name. */
export function isForeignKeyViolation(error: unknown, constraint?: string): boolean {
  return violates(error, '23503', constraint)
}

function violates(error: unknown, code: string, constraint: string | undefined): boolean {
  if (!(error instanceof pg.DatabaseError) || error.code !== code) return false
  return constraint === undefined || error.constraint === constraint
}

/** What callers see: `Retryable` where trying again may help; anything else (a violated constraint, a bug) as it came. */
export function translated(error: unknown): unknown {
  if (error instanceof pg.DatabaseError && CONTENTION.has(error.code ?? '')) {
    return new Retryable('Another transaction was in the way.', { cause: error })
  }
  if (isConnectionLoss(error)) return new Retryable('The database cannot be reached.', { cause: error })
  return error
}
