import Type, { type Static } from 'typebox'
import { Id, Name, Reference } from './reference.ts'
import { LanguageCode, Privilege } from './role.ts'

const settings = {
  name: Name,
  defaultLanguage: LanguageCode,
  userSync: Type.Union([Type.Literal('on'), Type.Literal('paused')]),
  lossShareMax: Type.Number({
    minimum: 0,
    maximum: 1,
    description: "Largest share of a product's holders who may lose it in 24 hours without an admin's word.",
  }),
  lossesAllowed: Type.Integer({
    minimum: 0,
    maximum: 2_147_483_647,
    description: 'Losses of a product always allowed in 24 hours.',
  }),
  inactiveAfterDays: Type.Union([Type.Literal(30), Type.Literal(60), Type.Literal(90)]),
  historyKeptDays: Type.Union([Type.Integer({ minimum: 1, maximum: 36_500 }), Type.Null()], {
    description:
      'Days after which history is deleted; null: it is kept for ever. What is current stays, but what led to it may be older than this and is then shown no more.',
  }),
}

export const Organization = Type.Object({ id: Id, ...settings }, { title: 'Organization' })
export type Organization = Static<typeof Organization>

export const OrganizationChange = Type.Partial(Type.Object(settings), {
  additionalProperties: false,
  title: 'OrganizationChange',
})
export type OrganizationChange = Static<typeof OrganizationChange>

export const Me = Type.Object(
  {
    name: Type.String(),
    role: Type.Union([Type.Literal('manager'), Type.Literal('admin'), Type.Literal('super-admin')]),
    privileges: Type.Array(Privilege),
    organization: Reference,
  },
  { title: 'Me' },
)
export type Me = Static<typeof Me>
