import Type from 'typebox'
import { Body, Moment } from './reference.ts'

/** Sets the clock, or moves it on. Only where the server was started with ROLLCALL_TEST_CLOCK=1. */
export const ClockInput = Type.Union(
  [Body({ at: Moment }), Body({ advanceSeconds: Type.Number({ minimum: 0, maximum: 3_153_600_000 }) })],
  { title: 'ClockInput' },
)
export const ClockState = Type.Object({ now: Moment })
