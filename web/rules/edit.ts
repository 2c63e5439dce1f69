import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import type { EditedRule, Rule, RuleChange, RuleInput } from '../../src/contract/rule.ts'
import { ApiError, ask, askTagged, type Tagged } from '../api.ts'
import { text } from '../locales/text.ts'
import { say } from '../ui/toast.tsx'
import { inOrder, merged } from './order.ts'
import { sayMade } from './said.ts'
import { latestVersion, type ShownRules, shownRulesQuery } from './shown.ts'
import { inputOf, undo } from './undo.ts'

/** An edit of the rules that are shown: of the draft where there is one, else of the live rules. */
export type RuleEdit =
  | { readonly kind: 'add'; readonly input: RuleInput }
  | { readonly kind: 'change'; readonly rule: Rule; readonly change: RuleChange }
  | { readonly kind: 'delete'; readonly rule: Rule }
  | { readonly kind: 'move'; readonly rule: Rule; readonly to: number; readonly ids: readonly string[] }

/** What became of an edit. */
export interface Made {
  /** False: it is in the draft, because there is one or because it would take something from somebody. */
  readonly live: boolean
  /** The rules as they were shown before. */
  readonly before: ShownRules
  /** Of the rules as they are now. */
  readonly etag: string | undefined
  /** The id of a rule that was added. */
  readonly added: string | undefined
  /** Who had changed the rules meanwhile, where a move was put onto their order. */
  readonly onto: string | undefined
}

type Standing = Pick<EditedRule, 'version' | 'live' | 'draft'> & Partial<Rule> & { readonly rules?: readonly Rule[] }

/**
 * Makes an edit. Without a draft it goes live where it takes nothing from anybody, else into a draft; it says which, and
 * offers to take it back. Edits are made one after the other, each of what the one before left.
 */
export function useRuleEdit() {
  const queries = useQueryClient()
  return useMutation({
    scope: { id: 'rules' },
    mutationFn: (edit: RuleEdit) => make(queries, edit),
    onMutate: (edit) => foresee(queries, edit),
    onSuccess: (made, edit) => {
      sayMade(edit, made, () => void takeBack(queries, edit, made))
      void settle(queries, made.live)
    },
    onError: (error, edit) => {
      if (!isOfForm(edit)) void sayRefused(queries, error)
      void settle(queries, false)
    },
  })
}

async function make(queries: QueryClient, edit: RuleEdit): Promise<Made> {
  const shown = queries.getQueryData(shownRulesQuery.queryKey) ?? (await queries.fetchQuery(shownRulesQuery))
  const before = { ...shown, rules: seen.get(edit) ?? shown.rules }
  try {
    return keep(queries, edit, before, await send(edit, before), undefined)
  } catch (error) {
    if (edit.kind !== 'move' || !isOutdated(error)) throw error
    // The move of one rule means the same in another order: nobody has to make it again.
    const now = await queries.fetchQuery({ ...shownRulesQuery, staleTime: 0 })
    const ids = merged(
      now.rules.map(({ id }) => id),
      edit.ids,
      edit.rule.id,
    )
    if (!ids) throw error
    return keep(queries, edit, now, await send({ ...edit, ids }, now), await whoEdited(queries))
  }
}

/** The rules changed since they were looked at. */
export function isOutdated(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 412 || error.code === 'ORDER_INCOMPLETE')
}

/** Who edited the draft last, or made the live version. */
export async function whoEdited(queries: QueryClient): Promise<string> {
  const { draft } = await queries.fetchQuery({ ...shownRulesQuery, staleTime: 0 })
  return draft?.updatedBy ?? (await latestVersion()).versions[0]?.request?.actor.name ?? text('rules.somebody')
}

function send(edit: RuleEdit, shown: ShownRules): Promise<Tagged<Standing>> {
  const { etag, draft, rules } = shown
  const how = { ifMatch: etag, query: draft ? {} : { apply: 'safe' } }
  switch (edit.kind) {
    case 'add':
      return askTagged<Standing>('POST', '/api/v1/rules', { ...how, body: edit.input })
    case 'change':
      // Somebody removed it while it was open: what was typed is kept as a new one.
      if (!rules.some(({ id }) => id === edit.rule.id))
        return send({ kind: 'add', input: { ...inputOf(edit.rule), ...edit.change } }, shown)
      return askTagged<Standing>('PATCH', `/api/v1/rules/${edit.rule.id}`, { ...how, body: edit.change })
    case 'delete':
      return askTagged<Standing>('DELETE', `/api/v1/rules/${edit.rule.id}`, how)
    case 'move':
      return askTagged<Standing>('PUT', '/api/v1/rules/order', { ...how, body: { ids: edit.ids } })
  }
}

/** What the answer says of the rules holds at once: the next edit names it. */
function keep(
  queries: QueryClient,
  edit: RuleEdit,
  before: ShownRules,
  { answer, etag }: Tagged<Standing>,
  onto: string | undefined,
): Made {
  const { live, version, draft } = answer
  queries.setQueryData(shownRulesQuery.queryKey, (shown) => {
    const { rules, etag: earlier, draft: seenDraft } = shown ?? before
    // How a new one differs is told by the next answer.
    const { differs, updatedBy, updatedAt } = seenDraft ?? { differs: same, updatedBy: '', updatedAt: '' }
    const now = draft ? { ...draft, differs, updatedBy, updatedAt } : null
    return { version, draft: now, rules: after(edit, rules, answer), etag: etag ?? earlier }
  })
  return { live, before, etag, added: answer.id, onto }
}

const same = { added: [], removed: [], changed: [], moved: [] }

function after(edit: RuleEdit, rules: readonly Rule[], answer: Standing): readonly Rule[] {
  if (answer.rules) return answer.rules
  if (edit.kind === 'delete')
    return inOrder(
      rules,
      rules.map(({ id }) => id).filter((id) => id !== edit.rule.id),
    )
  const { version: _, live: __, draft: ___, ...rule } = answer as EditedRule
  const isThere = rules.some(({ id }) => id === rule.id)
  return isThere ? rules.map((each) => (each.id === rule.id ? rule : each)) : [...rules, rule]
}

/** The rules as they were shown when an edit was made that is seen at once. */
const seen = new WeakMap<RuleEdit, readonly Rule[]>()

const isSwitch = (edit: RuleEdit) => edit.kind === 'change' && Object.keys(edit.change).join() === 'state'

/** The form says itself what was refused. */
const isOfForm = (edit: RuleEdit) => edit.kind === 'add' || (edit.kind === 'change' && !isSwitch(edit))

/** A move and a switch are seen at once, before the server has answered. */
async function foresee(queries: QueryClient, edit: RuleEdit): Promise<void> {
  if (edit.kind !== 'move' && !isSwitch(edit)) return
  await queries.cancelQueries({ queryKey: shownRulesQuery.queryKey })
  queries.setQueryData(shownRulesQuery.queryKey, (shown) => {
    if (!shown) return undefined
    seen.set(edit, shown.rules)
    if (edit.kind === 'move') return { ...shown, rules: inOrder(shown.rules, edit.ids) }
    const { rule, change } = edit as Extract<RuleEdit, { kind: 'change' }>
    const rules = shown.rules.map((each) => (each.id === rule.id ? { ...each, ...(change as Partial<Rule>) } : each))
    return { ...shown, rules }
  })
}

/** Everything that may have changed is asked again; where people are concerned, after the run that sees them. */
async function settle(queries: QueryClient, live: boolean): Promise<void> {
  const again = () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'live-plan' })
  await again()
  if (!live) return
  await ask('POST', '/api/v1/runs', { body: {} }).catch(() => {})
  await again()
}

/** What a switch, a move or a deletion was refused for; the rules as they are now are asked for anyway. */
async function sayRefused(queries: QueryClient, error: Error): Promise<void> {
  if (!isOutdated(error)) {
    say({ look: 'bad', title: text('rules.refused'), about: error.message })
    return
  }
  const who = await whoEdited(queries).catch(() => text('rules.somebody'))
  say({ look: 'bad', title: text('rules.meanwhile', { who }), about: text('rules.meanwhileAgain') })
}

async function takeBack(queries: QueryClient, edit: RuleEdit, made: Made): Promise<void> {
  try {
    await undo(edit, made)
    say({ title: text('rules.undone') })
  } catch (error) {
    say({ look: 'bad', title: text('rules.notUndone'), about: error instanceof Error ? error.message : '' })
  }
  await settle(queries, made.live)
}
