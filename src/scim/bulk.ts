import { inOrder } from './bulk-order.ts'
import { type BulkReference, namedIn } from './bulk-reference.ts'
import { invalidSyntax, invalidValue, ScimError, tooLarge } from './errors.ts'
import { isList, isObject } from './json.ts'
import { bulkRequestUrn, member, patchOpUrn, readBody, readSchemas } from './message.ts'
import { addQuirk, type Quirk, type Reading, type ReadOptions, startReading } from './reading.ts'
import { isStorable, quoted } from './text.ts'

/** Most operations of one bulk request. RFC 7644 §3.7.4. */
export const bulkOperationsMax = 1000

/** RFC 7644 §3.7: what a client asks for in one request, checked for shape but not yet against a schema. */
export interface BulkRequest {
  /** After so many errors the rest is left undone; undefined: it never is. */
  readonly failOnErrors: number | undefined
  /** As they came. */
  readonly operations: readonly BulkOperation[]
  /**
   * In which they are done, by their places in `operations`: as the client has them, but for what an operation names by its
   * bulkId, which comes before it. More than one at a place, or one that names itself: they name each other in a circle.
   */
  readonly order: readonly BulkTurn[]
  readonly quirks: readonly Quirk[]
}

export interface BulkTurn {
  readonly places: readonly number[]
  readonly isCircular: boolean
}

export type BulkMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What of an operation could be made out, for the answer to name it by. */
interface Named {
  readonly method: BulkMethod | undefined
  readonly bulkId: string | undefined
  /** Type and id, as far as they are said; the id may be a reference by bulkId. */
  readonly path: readonly string[]
}

export type BulkOperation =
  | (Named & { readonly refusal: ScimError })
  | (Named & {
      readonly refusal?: never
      readonly method: BulkMethod
      /** What If-Match would say. */
      readonly version: string | undefined
      /** The body that the request would have by itself. */
      readonly data: unknown
      /** bulkIds that its path and data name, each once; all of them are in the request. */
      readonly names: readonly string[]
    })

/**
 * RFC 7644 §3.7. What is wrong with one operation is its own refusal, so that the others are done all the same.
 * @throws {ScimError} invalidSyntax, invalidValue for a body that is no bulk request; 413 for too many operations (§3.7.4)
 */
export function readBulk(body: unknown, options: ReadOptions = {}): BulkRequest {
  const reading = startReading(options)
  const request = readBody(body)
  checkUrn(request, reading)
  const came = member(request, 'Operations')
  if (!isList(came) || came.length === 0) throw invalidSyntax('Operations must be a list of at least one operation.')
  if (came.length > bulkOperationsMax)
    throw tooLarge(`There are ${came.length} operations, which exceeds maxOperations (${bulkOperationsMax}).`)
  const failOnErrors = readFailOnErrors(member(request, 'failOnErrors'))
  const read = came.map((operation) => readOperation(operation, reading))
  const makers = makersOf(read)
  const operations = read.map((operation, at) => checkNames(operation, at, makers))
  return { failOnErrors, operations, order: inOrder(operations, makers), quirks: reading.quirks }
}

function checkUrn(request: Readonly<Record<string, unknown>>, reading: Reading): void {
  const schemas = readSchemas(request)
  if (schemas.includes(bulkRequestUrn.toLowerCase())) return
  if (reading.strict || schemas.length > 0) throw invalidSyntax(`schemas must name ${bulkRequestUrn}.`)
  addQuirk(reading, 'schema-unnamed', 'schemas', `did not name ${bulkRequestUrn}`)
}

/** Zero, which nobody can mean literally, is as if it were not said. */
function readFailOnErrors(value: unknown): number | undefined {
  if (value === undefined || value === null || value === 0) return undefined
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value
  throw invalidValue('failOnErrors must be a whole number of at least 1.')
}

function readOperation(operation: unknown, { strict }: Reading): BulkOperation {
  let named: Named = { method: undefined, bulkId: undefined, path: [] }
  try {
    if (!isObject(operation)) throw invalidSyntax('An operation must be an object.')
    const bulkId = member(operation, 'bulkId') ?? undefined
    if (typeof bulkId === 'string') named = { ...named, bulkId }
    const method = readMethod(member(operation, 'method'))
    named = { ...named, method }
    const path = readPath(method, member(operation, 'path'))
    named = { ...named, path }
    checkBulkId(method, bulkId, strict)
    const version = member(operation, 'version') ?? undefined
    if (version !== undefined && typeof version !== 'string') throw invalidSyntax('version must be a string.')
    const data = readOwnBody(method, member(operation, 'data'))
    return { ...named, method, version, data, names: namesOf({ path, data }) }
  } catch (error) {
    if (error instanceof ScimError) return { ...named, refusal: error }
    throw error
  }
}

function readMethod(method: unknown): BulkMethod {
  const folded = typeof method === 'string' ? method.toUpperCase() : ''
  if (folded === 'POST' || folded === 'PUT' || folded === 'PATCH' || folded === 'DELETE') return folded
  const what = typeof method === 'string' ? `, not ${quoted(method)}` : ''
  throw invalidSyntax(`method must be POST, PUT, PATCH or DELETE${what}.`)
}

/**
 * "The resource's relative path": of a type's endpoint for POST, of a resource for the rest. What stands after a `?` would
 * say what of the resource is answered, which is nothing.
 */
function readPath(method: BulkMethod, path: unknown): readonly string[] {
  if (typeof path !== 'string') throw invalidSyntax('path must be a string.')
  const segments = path.trim().split('?', 1)[0]!.replace(/^\//, '').replace(/\/$/, '').split('/')
  const example = method === 'POST' ? '/Users' : '/Users/2819c223'
  if (segments.length !== (method === 'POST' ? 1 : 2) || segments.some((segment) => !isSegment(segment)))
    throw invalidValue(`path of ${method} must be like ${example}, not ${quoted(path)}.`)
  return segments.map((segment) => decodeURIComponent(segment))
}

function isSegment(segment: string): boolean {
  try {
    const text = decodeURIComponent(segment)
    return (
      text !== '' && text.length <= 1000 && text !== '.' && text !== '..' && isStorable(text) && !/[/\\#?]/.test(text)
    )
  } catch {
    return false
  }
}

/** RFC 7644 §3.7: "REQUIRED when "method" is "POST"". Who asks for nothing by it may leave it out: clients do. */
function checkBulkId(method: BulkMethod, bulkId: unknown, strict: boolean): void {
  if (bulkId === undefined) {
    if (strict && method === 'POST') throw invalidSyntax('A POST must have a bulkId.')
  } else if (typeof bulkId !== 'string' || bulkId === '' || bulkId.length > 1000) {
    throw invalidValue('bulkId must be a string of 1 to 1000 characters.')
  }
}

/** RFC 7644 §3.7.3 has the operations of a PATCH as a bare list in its example: taken as the list of a PatchOp. */
function readOwnBody(method: BulkMethod, data: unknown): unknown {
  if (method === 'DELETE') return undefined
  if (method === 'PATCH' && isList(data)) return { schemas: [patchOpUrn], Operations: data }
  if (!isObject(data)) throw invalidSyntax(`data of ${method} must be an object.`)
  return data
}

function namesOf(named: BulkReference): readonly string[] {
  const names = new Set<string>()
  namedIn(named, (bulkId) => {
    names.add(bulkId)
    return undefined
  })
  return [...names]
}

/** Which operations make what a bulkId is for. More than one: it cannot be told which is meant. */
function makersOf(operations: readonly BulkOperation[]): ReadonlyMap<string, readonly number[]> {
  const makers = new Map<string, number[]>()
  for (const [at, { method, bulkId }] of operations.entries()) {
    if (bulkId === undefined || (method !== undefined && method !== 'POST')) continue
    const before = makers.get(bulkId)
    if (before) before.push(at)
    else makers.set(bulkId, [at])
  }
  return makers
}

function checkNames(
  operation: BulkOperation,
  at: number,
  makers: ReadonlyMap<string, readonly number[]>,
): BulkOperation {
  if (operation.refusal) return operation
  const { method, bulkId, path, names } = operation
  const refused = (refusal: ScimError): BulkOperation => ({ method, bulkId, path, refusal })
  const twins = bulkId === undefined ? [] : (makers.get(bulkId) ?? [])
  if (twins.length > 1 && twins.includes(at))
    return refused(invalidValue(`The bulkId ${quoted(bulkId!)} is given to more than one POST.`))
  const unknown = names.find((name) => !makers.has(name))
  if (unknown !== undefined) return refused(invalidValue(`No POST here has the bulkId ${quoted(unknown)}.`))
  return operation
}
