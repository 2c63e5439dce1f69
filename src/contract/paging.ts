import Type from 'typebox'
import { Nullable } from './reference.ts'

export const pageLimitMax = 500

/** Keyset paging: `next` of one answer is the `cursor` of the next question; null on the last page. */
export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: pageLimitMax, default: 100 })),
  cursor: Type.Optional(Type.String({ maxLength: 500 })),
}

/** A question with nothing but its page. */
export const PagedQuery = Type.Object(PageQuery, { additionalProperties: false })

export const Next = Nullable(Type.String())
