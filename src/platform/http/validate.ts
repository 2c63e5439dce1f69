import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Settings } from 'typebox/system'
import { Refused } from '../errors.ts'
import { explainErrors, type Fault } from './shape.ts'

// Of alternatives, what is wrong with each is reported: eight, the default, can end before the one that was meant.
Settings.Set({ maxErrors: 200 })

/**
 * Checks requests against the schemas of `contract/`. A body is taken as sent: no text becomes a number, nothing is
 * dropped, only defaults are filled in. Query, parameters and headers are text by nature, so they are converted.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const validator = Compile(schema)
  const asText = httpPart !== 'body'
  return (sent: unknown) => {
    const value = validator.Default(asText ? validator.Convert(sent) : sent)
    return validator.Check(value)
      ? { value }
      : { error: refusal(explainErrors(validator.Errors(value)), httpPart ?? 'body') }
  }
}

function refusal(faults: readonly Fault[], part: string): Refused {
  const where = part === 'body' ? '' : `${part}: `
  const detail = faults.map((each) => `${where}${each.pointer || 'the whole'} ${each.detail}`).join('; ')
  const status = part === 'body' ? 422 : 400
  const pointer = part === 'body' ? faults[0]?.pointer : undefined
  return new Refused(status, 'INVALID', detail, {
    ...(pointer !== undefined && { pointer }),
    details: { errors: faults },
  })
}
