import { Refused } from './errors.ts'
import { moveIds } from './id.ts'

/** Where "now" comes from. Everything that depends on time takes one, so that tests can move it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that follows real time at an offset, and can be set and advanced (tests only: ROLLCALL_TEST_CLOCK=1). */
export class AdjustableClock implements Clock {
  #offsetMs = 0

  now(): Date {
    return new Date(Date.now() + this.#offsetMs)
  }

  set(to: Date): void {
    this.#offsetMs = to.getTime() - Date.now()
    moveIds(this.#offsetMs)
  }

  /** @throws {Refused} when asked to go back: every record's order depends on time going forward. */
  advance(seconds: number): void {
    if (seconds < 0)
      throw new Refused(422, 'CLOCK_BACKWARDS', 'The clock only goes forward: give a positive number of seconds.')
    this.#offsetMs += seconds * 1000
    moveIds(this.#offsetMs)
  }
}
