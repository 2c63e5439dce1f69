import { parseAst } from 'vite'

/** docs/scim-support.md: what the tests of SCIM say and whether it holds, as a page; and what the page has to say. */

/** One rule: a test, by the words that name it. */
export interface Rule {
  /** The outermost `describe`. */
  readonly subject: string
  /** The rest of its name. */
  readonly text: string
  /** Of the test, below the project's folder. */
  readonly file: string
  readonly holds: boolean
}

const intro = `# SCIM support

What Rollcall does as a SCIM 2.0 service provider, rule by rule. Every line is a test of \`test/scim/\` or \`src/scim/\` by its
name, ✓ where it passed; the page is made from their results by \`script/scim-support\`, and a test fails when it does not
say what they say.
`

export function pageOf(rules: readonly Rule[]): string {
  const chapters = Map.groupBy(rules, chapterOf)
  const names = [...chapters.keys()].sort((a, b) => placeOf(a).localeCompare(placeOf(b)))
  const rows = names.map((name) => {
    const of = chapters.get(name)!
    return `| ${name} | ${of.filter((rule) => rule.holds).length} of ${of.length} |`
  })
  const texts = names.map((name) => `## ${name}\n\n${chapterText(chapters.get(name)!)}`)
  return `${intro}\n| | Rules kept |\n|---|---|\n${rows.join('\n')}\n\n${texts.join('\n')}`
}

function chapterOf({ subject, file }: Rule): string {
  const client = /^test\/scim\/([^/]+)\//.exec(file)?.[1]
  const rfc = /^RFC \d+/.exec(subject)?.[0]
  if (client) return `Client: ${clients[client] ?? client}`
  return rfc ?? 'Beyond the RFCs'
}

const clients: Readonly<Record<string, string>> = {
  okta: 'Okta',
  entra: 'Microsoft Entra ID',
  onelogin: 'OneLogin',
  jumpcloud: 'JumpCloud',
  pingfederate: 'PingFederate',
  google: 'Google',
}

/** RFCs by number, then clients, then the rest. */
function placeOf(chapter: string): string {
  const number = /^RFC (\d+)/.exec(chapter)?.[1]
  return number ? `0 ${number.padStart(6, '0')}` : `${chapter.startsWith('Client') ? 1 : 2} ${chapter}`
}

function chapterText(rules: readonly Rule[]): string {
  const subjects = [...Map.groupBy(rules, (rule) => rule.subject)]
  const section = (subject: string) =>
    (/§([\d.]+)/.exec(subject)?.[1] ?? '').replace(/\d+/g, (number) => number.padStart(3, '0'))
  subjects.sort(([a], [b]) => section(a).localeCompare(section(b)) || a.localeCompare(b))
  return subjects
    .map(([subject, of]) => {
      const lines = of.map(({ holds, text }) => `- ${holds ? '✓' : '✗'} ${shown(text)}`)
      return `### ${shown(subject)}\n\n${[...new Set(lines)].join('\n')}\n`
    })
    .join('\n')
}

/** Names of tests hold whatever is tested: signs that Markdown would read, and some that nobody sees. */
function shown(text: string): string {
  const visible = text.replace(/\p{Control}|\p{Surrogate}|\p{Format}/gu, (sign) => JSON.stringify(sign).slice(1, -1))
  return visible.replace(/[\\`*_<>[\]|]/g, '\\$&').replace(/^(.{150}).{50,}(.{50})$/su, '$1…$2')
}

/** Headings and lines of a page, as they stand in it. */
export function linesOf(
  page: string,
): readonly { readonly subject: string; readonly text: string; readonly holds: boolean }[] {
  let subject = ''
  return page.split('\n').flatMap((line) => {
    if (line.startsWith('### ')) subject = line.slice(4)
    return /^- [✓✗] /.test(line) ? [{ subject, text: line.slice(4), holds: line.startsWith('- ✓') }] : []
  })
}

/** What a test file names: for each of its tests, which names it may have in a page. */
export interface Named {
  readonly says: string
  readonly subject: RegExp
  readonly text: RegExp
}

interface Syntax {
  readonly type: string
  readonly [part: string]: unknown
}

/** The names of a file's tests without running it; what only running it tells (`%s`, `$name`, a template's values) may be anything. */
export function namesIn(source: string): readonly Named[] {
  const found: Named[] = []
  const visit = (part: unknown, above: readonly string[]): void => {
    if (Array.isArray(part)) for (const each of part) visit(each, above)
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return
    const syntax = part as Syntax
    const call = syntax.type === 'CallExpression' ? nameOf(syntax.callee as Syntax) : undefined
    const title = call && titleOf((syntax.arguments as readonly Syntax[])[0])
    if (call === 'it' && title !== undefined) {
      const [subject = '', ...rest] = [...above, title]
      found.push({ says: `${subject}: ${rest.join(' ')}`, subject: pattern(subject), text: pattern(rest.join(' ')) })
    }
    const below = call === 'describe' && title !== undefined ? [...above, title] : above
    for (const each of Object.values(syntax)) visit(each, below)
  }
  visit(parseAst(source, { lang: 'ts' }), [])
  return found
}

/** `it` and `describe`, also of `it.each(…)(…)`. */
function nameOf(callee: Syntax): string | undefined {
  if (callee.type === 'Identifier') return String(callee.name)
  const each = callee.type === 'CallExpression' ? (callee.callee as Syntax) : undefined
  return each?.type === 'MemberExpression' ? nameOf(each.object as Syntax) : undefined
}

const anything = '\0'

function titleOf(title: Syntax | undefined): string | undefined {
  if (title?.type === 'Literal' && typeof title.value === 'string')
    return title.value.replace(/%[sdifjop#]|\$\w+/g, anything)
  if (title?.type !== 'TemplateLiteral') return undefined
  return (title.quasis as readonly { readonly value: { readonly cooked: string } }[])
    .map(({ value }) => value.cooked.replace(/%[sdifjop#]/g, anything))
    .join(anything)
}

function pattern(title: string): RegExp {
  const parts = title.split(anything).map((part) => shown(part).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 'su')
}
