/** One thing that is wrong with a request. `pointer` is a JSON pointer (RFC 6901) into the part that was checked. */
export interface Fault {
  readonly pointer: string
  readonly detail: string
}

/** As the validator reports it: JSON Schema's keyword, where in the schema, where in the value. */
interface Reported {
  readonly keyword: string
  readonly schemaPath: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

/** Most that is reported of one body. */
const reportedMax = 10

/**
 * What a validator reports, as a person would say it. Of alternatives (`anyOf`), it reports what is wrong with each of
 * them; only the one that was meant is kept, which is the one whose kind fits.
 */
export function explainErrors(reported: readonly Reported[]): readonly Fault[] {
  const dropped = new Set<Reported>()
  const said = new Map<Reported, string>()
  // Innermost first: what is wrong with an alternative within an alternative says nothing about the outer choice.
  const choices = reported.filter(({ keyword }) => keyword === 'anyOf')
  for (const choice of choices.toSorted((a, b) => b.schemaPath.length - a.schemaPath.length)) {
    const branches = branchesOf(
      choice,
      reported.filter((error) => !dropped.has(error)),
    )
    const fitting = [...branches.values()].filter((errors) => !errors.some((error) => isOtherKind(error, choice)))
    const meant = fitting.toSorted((a, b) => a.length - b.length)[0]
    for (const errors of branches.values()) if (errors !== meant) for (const error of errors) dropped.add(error)
    if (meant) dropped.add(choice)
    else said.set(choice, allowedAt(choice, reported))
  }
  const errors = reported
    .filter((error) => !dropped.has(error) && error.keyword !== 'boolean')
    .flatMap((error) => (said.has(error) ? { pointer: error.instancePath, detail: said.get(error)! } : explain(error)))
  return errors.slice(0, reportedMax)
}

function branchesOf(choice: Reported, reported: readonly Reported[]): Map<string, Reported[]> {
  const prefix = `${choice.schemaPath}/anyOf/`
  const within = reported.filter(
    ({ schemaPath, instancePath }) =>
      schemaPath.startsWith(prefix) &&
      (instancePath === choice.instancePath || instancePath.startsWith(`${choice.instancePath}/`)),
  )
  return Map.groupBy(within, ({ schemaPath }) => schemaPath.slice(prefix.length).split('/')[0]!)
}

/** Whether the error says that another alternative was meant: the wrong type, or another `field: "role"`. */
function isOtherKind({ keyword, instancePath }: Reported, choice: Reported): boolean {
  if (keyword === 'const') return true
  return instancePath === choice.instancePath && /^(type|pattern|anyOf)$/.test(keyword)
}

/** The values, else the types, that any alternative allows, alternatives within alternatives too. */
function allowedAt(choice: Reported, reported: readonly Reported[]): string {
  const here = reported.filter(
    ({ schemaPath, instancePath }) =>
      schemaPath.startsWith(`${choice.schemaPath}/anyOf/`) && instancePath === choice.instancePath,
  )
  const values = here.flatMap(({ keyword, params }) =>
    keyword === 'const' && 'allowedValue' in params ? JSON.stringify(params.allowedValue) : [],
  )
  const types = here.flatMap(({ keyword, params }) =>
    keyword === 'type' && 'type' in params ? String(params.type) : [],
  )
  const allowed = [...new Set(values.length > 0 ? values : types)]
  return allowed.length > 0 ? `must be ${allowed.join(' or ')}` : 'is none of what it may be'
}

function explain({ keyword, instancePath, params, message }: Reported): Fault[] {
  const named = (names: unknown, detail: string) =>
    (names as readonly string[]).map((name) => ({ pointer: `${instancePath}/${escaped(name)}`, detail }))
  if (keyword === 'additionalProperties' && 'additionalProperties' in params)
    return named(params.additionalProperties, 'is not known')
  if (keyword === 'required' && 'requiredProperties' in params) return named(params.requiredProperties, 'is missing')
  return [{ pointer: instancePath, detail: message }]
}

/** RFC 6901 §3. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
