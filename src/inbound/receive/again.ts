import { Retryable } from '../../platform/errors.ts'

const TRIES = 5

/**
 * Does it again when another transaction was in the way. Two requests that write the same rows in another order may stop
 * each other; PostgreSQL ends one of them, and by then the other has got through.
 * @throws {Retryable} when that happens again and again
 */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Retryable) || !isContention(error.cause) || tries === TRIES) throw error
    }
  }
}

/** SQLSTATE 40P01, deadlock detected; 40001, serialization failure. */
function isContention(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return code === '40P01' || code === '40001'
}
