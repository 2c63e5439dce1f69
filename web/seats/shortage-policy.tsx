import type { Product, Tier } from '../../src/contract/product.ts'
import { text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Select } from '../ui/choice.tsx'
import { say } from '../ui/toast.tsx'
import { failed } from './owned-form.tsx'
import { usePoolEdit } from './queries.ts'

const policies = ['wait', 'fall-back', 'block'] as const

/** Saved as soon as it is chosen: it takes nothing from anybody, and is taken back as easily. */
export function ShortagePolicy({ product, tier }: { readonly product: Product; readonly tier: Tier }) {
  const edit = usePoolEdit()
  const name = productName(product, tier)
  const isLast = product.tiers.at(-1)?.id === tier.id
  const choose = (shortage: Tier['shortage']) =>
    edit.mutateAsync({ product, tier, change: { shortage } }).then(
      () =>
        say({
          title: text('seats.policySaved', { name }),
          about: text(`seats.policyHint.${shortage}`),
          undo: () => edit.mutate({ product, tier, change: { shortage: tier.shortage } }, { onError: failed }),
        }),
      failed,
    )
  return (
    <Select
      label={text('seats.ifShortOf', { name })}
      value={edit.isPending ? (edit.variables.change.shortage ?? tier.shortage) : tier.shortage}
      onChange={(id) => id !== tier.shortage && void choose(id as Tier['shortage'])}
      options={policies
        // There is nothing below the last tier to fall back to.
        .filter((id) => id !== 'fall-back' || !isLast || tier.shortage === id)
        .map((id) => ({ id, name: text(`seats.policy.${id}`) }))}
    />
  )
}
