import { describe, expect, it } from 'vitest'
import * as errors from './errors.ts'

describe('RFC 7644 §3.12 errors', () => {
  it('have a body with the status as a string', () => {
    expect(errors.invalidFilter('No.').toErrorBody()).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '400',
      scimType: 'invalidFilter',
      detail: 'No.',
    })
  })

  it('have no scimType where table 9 has none', () => {
    expect(errors.notFound('No.').toErrorBody()).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '404',
      detail: 'No.',
    })
  })

  it('have the status of their kind', () => {
    const statuses = Object.entries(errors)
      .filter(([name]) => name !== 'ScimError')
      .map(([name, make]) => [name, (make as typeof errors.notFound)('x').status])
    expect(Object.fromEntries(statuses)).toEqual({
      invalidFilter: 400,
      tooMany: 400,
      uniqueness: 409,
      mutability: 400,
      invalidSyntax: 400,
      invalidPath: 400,
      noTarget: 400,
      invalidValue: 400,
      invalidVers: 400,
      sensitive: 403,
      invalidCursor: 400,
      expiredCursor: 400,
      invalidCount: 400,
      notFound: 404,
      preconditionFailed: 412,
      tooLarge: 413,
      notImplemented: 501,
    })
  })

  it('keep their cause', () => {
    const cause = new Error('why')
    expect(errors.invalidSyntax('No.', cause).cause).toBe(cause)
  })
})
