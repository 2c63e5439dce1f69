import type { Rule, RuleInput } from '../../src/contract/rule.ts'
import { ApiError, ask, askTagged } from '../api.ts'
import type { Made, RuleEdit } from './edit.ts'

/**
 * Takes an edit back. What went live: by the version before, through a draft that is applied at once. What made a draft:
 * by throwing it away. What is in a draft with other edits: by its opposite. Nobody else's edit is lost by it.
 * @throws {ApiError} 412 when somebody has edited the rules since
 */
export async function undo(edit: RuleEdit, { live, before, etag, added }: Made): Promise<void> {
  if (live) {
    const back = await askTagged('POST', '/api/v1/draft/revert', {
      body: { version: before.version },
      ...(etag && { ifMatch: etag }),
    })
    await ask('POST', '/api/v1/draft/apply', { body: {}, ifMatch: back.etag })
    return
  }
  if (!before.draft) return ask('DELETE', '/api/v1/draft', { ifMatch: etag })
  const order = { ids: before.rules.map(({ id }) => id) }
  switch (edit.kind) {
    case 'add':
      return ask('DELETE', `/api/v1/rules/${added}`, { ifMatch: etag })
    case 'change': {
      const was = before.rules.find(({ id }) => id === edit.rule.id) ?? edit.rule
      const whole = Object.entries(inputOf(was)).filter(([name]) => name in edit.change)
      return ask('PATCH', `/api/v1/rules/${was.id}`, { ifMatch: etag, body: Object.fromEntries(whole) })
    }
    case 'move':
      return ask('PUT', '/api/v1/rules/order', { ifMatch: etag, body: order })
    case 'delete':
      return bringBack(edit.rule, order.ids, etag)
  }
}

/** A rule that is live keeps its id; one that only the draft had is made anew. */
async function bringBack(rule: Rule, order: readonly string[], ifMatch: string | undefined): Promise<void> {
  const isLive = await ask('GET', `/api/v1/rules/${rule.id}`).then(
    () => true,
    (error) => {
      if (error instanceof ApiError && error.status === 404) return false
      throw error
    },
  )
  const restored = isLive
    ? await askTagged<{ id?: string }>('POST', `/api/v1/draft/rules/${rule.id}/restore`, { ifMatch })
    : await askTagged<{ id?: string }>('POST', '/api/v1/rules', { ifMatch, body: inputOf(rule) })
  const id = isLive ? rule.id : restored.answer.id!
  const changed = isLive
    ? await askTagged('PATCH', `/api/v1/rules/${id}`, { ifMatch: restored.etag, body: inputOf(rule) })
    : restored
  const ids = order.map((each) => (each === rule.id ? id : each))
  await ask('PUT', '/api/v1/rules/order', { ifMatch: changed.etag, body: { ids } })
}

/** All of a rule, as the API takes it. */
export function inputOf(rule: Rule): RuleInput {
  const { group, ownName: name, description, condition, state, products, language } = rule
  const { role, userGroup, deviceGroups, settingsTemplate, welcomeTemplate } = rule
  return {
    group: group.id,
    name,
    description,
    condition,
    state,
    products: products.map(({ product, tier }) => ({ product: product.id, tier: tier.id })),
    role:
      role === null
        ? null
        : role.role !== 'manager'
          ? role.role
          : {
              role: 'manager',
              privileges: role.privileges,
              managedGroups: role.managedGroups === 'all' ? 'all' : role.managedGroups.map(({ id }) => id),
            },
    language,
    userGroup: idOr(userGroup),
    deviceGroups: deviceGroups.map(({ id }) => id),
    settingsTemplate: idOr(settingsTemplate),
    welcomeTemplate: idOr(welcomeTemplate),
  }
}

function idOr<Word extends string>(value: Word | { readonly id: string } | null): Word | string | null {
  return typeof value === 'object' && value !== null ? value.id : value
}
