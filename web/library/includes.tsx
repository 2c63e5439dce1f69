import type { Product } from '../../src/contract/product.ts'
import { text } from '../locales/text.ts'
import { Checkbox } from '../ui/choice.tsx'
import { useIncludesPlan } from './product-queries.ts'

interface Props {
  readonly product: Product | undefined
  readonly products: readonly Product[]
  readonly chosen: ReadonlySet<string>
  readonly onChange: (includes: ReadonlySet<string>) => void
}

/** What a held seat carries its holder in. */
export function Includes({ product, products, chosen, onChange }: Props) {
  const others = products.filter(({ id }) => id !== product?.id)
  if (others.length === 0) return null
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    onChange(next)
  }
  return (
    <fieldset>
      <legend className="text-sm font-medium">{text('library.includes')}</legend>
      <p className="text-sm text-ink-soft">{text('library.includesHint')}</p>
      <div className="mt-1 grid gap-x-3 sm:grid-cols-2">
        {others.map(({ id, name }) => (
          <Checkbox key={id} isSelected={chosen.has(id)} onChange={() => toggle(id)}>
            <bdi>{name}</bdi>
          </Checkbox>
        ))}
      </div>
      {product && <Consequence product={product} chosen={chosen} />}
    </fieldset>
  )
}

/** Whom other includes concern, before they are saved. */
function Consequence({ product, chosen }: { readonly product: Product; readonly chosen: ReadonlySet<string> }) {
  const isSame = chosen.size === product.includes.length && product.includes.every(({ id }) => chosen.has(id))
  const plan = useIncludesPlan(product.id, isSame ? undefined : [...chosen].sort())
  const said = plan.error?.message ?? (plan.data && text('library.includesPlan', plan.data.users))
  return (
    <p role="status" className={`mt-2 text-sm ${plan.error ? 'text-bad-ink' : ''}`}>
      {isSame ? '' : said}
    </p>
  )
}
