import Type, { type Static } from 'typebox'
import { passwordLengthMin } from './password.ts'
import { Body, Id, Moment, Nullable, Reference } from './reference.ts'

/** Who is signed in to the console, and where. */
export const Session = Type.Object(
  {
    name: Type.String(),
    email: Type.String(),
    role: Type.Union([Type.Literal('manager'), Type.Literal('admin'), Type.Literal('super-admin')]),
    organization: Reference,
    hasPassword: Type.Boolean(),
    byLink: Type.Boolean({
      description: 'Signed in by one-time link: may set a password without giving the present one.',
    }),
  },
  { title: 'Session' },
)
export type Session = Static<typeof Session>

/** Null where nobody is signed in: the console asks this first, and "no" is an answer rather than an error. */
export const SessionState = Type.Object({ session: Nullable(Session) })
export type SessionState = Static<typeof SessionState>

/** `organization` is only needed by who uses one address and one password in several. */
export const SignInInput = Body(
  {
    email: Type.String({ minLength: 1, maxLength: 320 }),
    password: Type.String({ minLength: 1, maxLength: 1024 }),
    organization: Type.Optional(Id),
  },
  'SignInInput',
)
export type SignInInput = Static<typeof SignInInput>

export const LinkInput = Body({ link: Type.String({ minLength: 1, maxLength: 200 }) }, 'LinkInput')
export type LinkInput = Static<typeof LinkInput>

/** Whom a one-time link would sign in. Looking does not spend it. */
export const Link = Type.Object(
  {
    name: Type.String(),
    email: Type.String(),
    organization: Reference,
    hasPassword: Type.Boolean(),
    expiresAt: Moment,
  },
  { title: 'Link' },
)
export type Link = Static<typeof Link>

export const PasswordInput = Body(
  {
    password: Type.String({ minLength: passwordLengthMin, maxLength: 1024 }),
    current: Type.Optional(Type.String({ maxLength: 1024, description: 'The present password, where there is one.' })),
  },
  'PasswordInput',
)
export type PasswordInput = Static<typeof PasswordInput>
