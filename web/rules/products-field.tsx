import type { Product } from '../../src/contract/product.ts'
import { list, text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Checkbox, Select } from '../ui/choice.tsx'
import { labelClass } from '../ui/field.tsx'
import { useProducts } from './queries.ts'

interface Props {
  readonly chosen: ReadonlyMap<string, string>
  readonly onChange: (chosen: ReadonlyMap<string, string>) => void
}

/** Any number of products, each with one tier, and the free seats beside them. */
export function ProductsField({ chosen, onChange }: Props) {
  const products = useProducts()
  const choose = (product: Product, tier: string | undefined) => {
    const next = new Map(chosen)
    if (tier === undefined) next.delete(product.id)
    else next.set(product.id, tier)
    onChange(next)
  }
  return (
    <fieldset>
      <legend className={labelClass}>{text('rules.products')}</legend>
      <Answer to={products} skeleton={<div className="skeleton h-24" />}>
        {({ products: found }) => (
          <div className="mt-1 max-h-80 divide-y divide-line overflow-auto rounded-md border border-edge px-3">
            {found.map((product) => (
              <Line
                key={product.id}
                product={product}
                tier={chosen.get(product.id)}
                onChoose={(tier) => choose(product, tier)}
              />
            ))}
          </div>
        )}
      </Answer>
    </fieldset>
  )
}

function Line({
  product,
  tier,
  onChoose,
}: {
  readonly product: Product
  readonly tier: string | undefined
  readonly onChoose: (tier: string | undefined) => void
}) {
  const pool =
    product.tiers.find(({ id }) => id === tier) ?? (product.tiers.length === 1 ? product.tiers[0] : undefined)
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
      <div className="flex-1 basis-40">
        <Checkbox
          isSelected={tier !== undefined}
          onChange={(selected) => onChoose(selected ? likelyTier(product)?.id : undefined)}
        >
          {product.name}
        </Checkbox>
        {tier !== undefined && product.includes.length > 0 && (
          <p className="pl-6.5 text-sm text-ink-soft">
            {text('rules.includes', { names: list(product.includes.map(({ name }) => name)) })}
          </p>
        )}
      </div>
      {tier !== undefined && product.tiers.length > 1 && (
        <Select
          label={text('rules.tierOf', { product: product.name })}
          hideLabel
          options={product.tiers.map(({ id, name, free }) => ({ id, name, hint: freeText(free) }))}
          value={tier}
          onChange={onChoose}
        />
      )}
      <span className="text-sm text-ink-soft tabular-nums">
        {pool ? freeText(pool.free) : text('rules.tiers', { count: product.tiers.length })}
      </span>
    </div>
  )
}

/** The first that is limited: of a catalogue's many tiers the ones that somebody bought. */
function likelyTier({ tiers }: Product) {
  return tiers.find(({ owned }) => owned !== null) ?? tiers[0]
}

function freeText(free: number | null): string {
  return free === null ? text('rules.freeUnlimited') : text('rules.free', { count: Math.max(free, 0) })
}
