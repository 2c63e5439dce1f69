import Type, { type Static } from 'typebox'
import { Next } from './paging.ts'
import { Id, Moment, Nullable, Reference } from './reference.ts'
import { LanguageCode } from './role.ts'

/** A mail to a user. Without a mail server it is kept as not sent. */
export const Mail = Type.Object(
  {
    id: Id,
    at: Moment,
    kind: Type.Enum(['welcome', 'change']),
    template: Nullable(Reference),
    language: LanguageCode,
    address: Type.String(),
    state: Type.Enum(['not-sent', 'due', 'sent', 'failed']),
    attempts: Type.Integer(),
    error: Nullable(Type.Object({ code: Type.String(), text: Type.String(), at: Nullable(Moment) })),
  },
  { title: 'Mail' },
)
export type Mail = Static<typeof Mail>

export const Mails = Type.Object({ mails: Type.Array(Mail), next: Next })
export type Mails = Static<typeof Mails>
