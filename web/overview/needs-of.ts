import type { LinkProps } from '@tanstack/react-router'
import type { Failure } from '../../src/contract/failure.ts'
import type { Overview, SourceHealth } from '../../src/contract/overview.ts'
import { text } from '../locales/text.ts'
import { productName } from '../products/name.ts'

/** Something that an admin should look at, and where. */
export interface Need {
  readonly id: string
  readonly look: 'bad' | 'warn'
  readonly title: string
  readonly since: string | null
  readonly about: string
  readonly action: string
  readonly to: Pick<LinkProps, 'to' | 'params' | 'search'>
}

/** All of them, the most pressing first. */
export function needsOf(overview: Overview): readonly Need[] {
  return [
    ...pausedOf(overview),
    ...stoppedOf(overview.stopped),
    ...overview.sources.flatMap(sourceNeed),
    ...overview.failures.map(failureNeed),
    ...draftOf(overview.draft),
  ]
}

function pausedOf({ userSync }: Overview): readonly Need[] {
  if (userSync === 'on') return []
  return [
    {
      id: 'paused',
      look: 'warn',
      title: text('overview.need.paused'),
      since: null,
      about: text('overview.need.pausedAbout'),
      action: text('overview.do.switch'),
      to: { to: '/settings', search: { tab: 'user-sync' } },
    },
  ]
}

function stoppedOf({ products, roles }: Overview['stopped']): readonly Need[] {
  const to = { to: '/plans', search: { tab: 'stopped' } } as const
  const action = text('overview.do.review')
  const losses = products.map(
    ({ product, count, since }): Need => ({
      id: `stopped ${product.id}`,
      look: 'bad',
      title: text('overview.need.stopped', { count, name: product.name }),
      since,
      about: text('overview.need.stoppedAbout'),
      action,
      to,
    }),
  )
  if (roles === 0) return losses
  const title = text('overview.need.roles', { count: roles })
  return [
    ...losses,
    { id: 'roles', look: 'bad', title, since: null, about: text('overview.need.rolesAbout'), action, to },
  ]
}

function sourceNeed({ id, name, health, lastContactAt, tokenExpiresAt }: SourceHealth): readonly Need[] {
  if (health !== 'silent' && health !== 'no-token' && health !== 'expiring') return []
  return [
    {
      id: `source ${id}`,
      look: health === 'expiring' ? 'warn' : 'bad',
      title: text(`overview.need.${health}`, { name }),
      since: health === 'silent' ? lastContactAt : tokenExpiresAt,
      about: text(`overview.needAbout.${health}`),
      action: text('overview.do.check'),
      to: { to: '/sources/$source', params: { source: id } },
    },
  ]
}

function failureNeed({ cause, product, tier, code, count, since }: Failure): Need {
  const name = product ? productName(product, tier) : ''
  const need = {
    id: [cause, product?.id, tier?.id, code].join(' '),
    look: cause === 'no-seats-left' || cause === 'product-refused' ? 'bad' : 'warn',
    title: text(`overview.need.${cause}`, { count, name }),
    since,
    about: text(`overview.needAbout.${cause}`),
  } as const
  if (cause === 'no-seats-left' && product)
    return { ...need, action: text('overview.do.line'), to: { to: '/seats', search: { product: product.id } } }
  if (cause === 'address-conflict')
    return { ...need, action: text('overview.do.decide'), to: { to: '/reports/conflicts' } }
  const search = { cause, ...(product && { product: product.id }), ...(code && { code }) }
  return { ...need, action: text('overview.do.see'), to: { to: '/failures', search } }
}

function draftOf(draft: Overview['draft']): readonly Need[] {
  if (!draft) return []
  return [
    {
      id: 'draft',
      look: 'warn',
      title: draft.updatedBy
        ? text('overview.need.draft', { name: draft.updatedBy })
        : text('overview.need.draftUnnamed'),
      since: draft.updatedAt,
      about: text('overview.need.draftAbout'),
      action: text('overview.do.draft'),
      to: { to: '/plans' },
    },
  ]
}
