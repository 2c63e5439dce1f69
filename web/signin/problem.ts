import { ApiError, UNREACHABLE } from '../api.ts'
import { text } from '../locales/text.ts'

/** What went wrong when signing in, and what to do. */
export function signInProblem(error: Error): string {
  if (!(error instanceof ApiError)) return text('ui.failedHint')
  if (error.status === UNREACHABLE) return text('ui.unreachableHint')
  switch (error.code) {
    case 'WRONG_PASSWORD':
      return text('signin.wrong')
    case 'TOO_MANY_ATTEMPTS':
      return text('signin.tooMany', { minutes: Math.ceil(Number(error.problem.retryAfterSeconds ?? 60) / 60) })
    case 'WRONG_CURRENT_PASSWORD':
      return text('signin.wrongCurrent')
    case 'PASSWORD_TOO_EASY':
      return text('signin.tooEasy')
    case 'LINK_SPENT':
      return text('signin.linkSpent')
    case 'LINK_EXPIRED':
      return text('signin.linkExpired')
    case 'LINK_UNKNOWN':
      return text('signin.linkUnknown')
    default:
      return error.message
  }
}
