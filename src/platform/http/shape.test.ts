import Type, { type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import { PinInput } from '../../contract/pin.ts'
import { Nullable } from '../../contract/reference.ts'
import { RoleInput } from '../../contract/role.ts'
import './validate.ts'
import { explainErrors } from './shape.ts'

const said = (schema: TSchema, value: unknown) =>
  explainErrors(Compile(schema).Errors(value)).map(({ pointer, detail }) => `${pointer} ${detail}`)

describe('what is wrong with the shape of a body', () => {
  it('names each member that is missing, and each that is not known', () => {
    const schema = Type.Object({ name: Type.String(), age: Type.Integer() }, { additionalProperties: false })
    expect(said(schema, { nmae: 'x', 'a/b': 1 })).toEqual([
      '/name is missing',
      '/age is missing',
      '/nmae is not known',
      '/a~1b is not known',
    ])
  })

  it('is said of the alternative that was meant', () => {
    const about = { user: 'u', reason: 'x' }
    expect(said(PinInput, { ...about, field: 'product', product: 'p' })).toEqual(['/tier is missing'])
    expect(said(PinInput, { ...about, field: 'role', role: 'king' })).toEqual([
      '/role must be "member" or "admin" or "super-admin"',
    ])
    expect(said(RoleInput, { role: 'manager', privileges: ['fly'] })[0]).toContain(
      '/privileges/0 must be "manage-users"',
    )
  })

  it('says what may be there when no alternative was meant', () => {
    expect(said(Type.Object({ owned: Nullable(Type.Integer()) }), { owned: 'many' })).toEqual([
      '/owned must be integer or null',
    ])
    expect(said(Nullable(Type.Integer({ minimum: 0 })), -1)).toEqual([' must be >= 0'])
  })
})
