import { useState } from 'react'
import type { Plan } from '../../src/contract/plan.ts'
import type { Product } from '../../src/contract/product.ts'
import { list, number, text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Checkbox, Select } from '../ui/choice.tsx'
import { inputClass, labelClass } from '../ui/field.tsx'
import { Tag } from '../ui/tag.tsx'
import type { Entered } from './entered.ts'
import { useProducts } from './queries.ts'

type Chosen = Entered['products']

interface Props {
  readonly chosen: Chosen
  readonly plan: Plan | undefined
  readonly error: string | undefined
  readonly onChange: (chosen: Chosen) => void
}

/** So few need no search. */
const GLANCE = 12

/** Any number of products, each with one tier and what is free of it; those of the rule first. */
export function ProductsField({ chosen, plan, error, onChange }: Props) {
  const products = useProducts()
  return (
    <fieldset {...(error !== undefined && { 'data-invalid': true })}>
      <legend className={labelClass}>
        {text('rule.products')}
        {chosen.length > 0 && (
          <span className="ml-2 font-normal text-ink-soft">{text('rule.chosen', { count: chosen.length })}</span>
        )}
      </legend>
      {error && <p className="text-sm text-bad-ink">{error}</p>}
      <Answer to={products} skeleton={<div className="skeleton mt-1 h-40" />}>
        {({ products: found }) =>
          found.length === 0 ? (
            <p className="mt-1 text-sm text-ink-soft">{text('rule.noProducts')}</p>
          ) : (
            <Lines products={found} chosen={chosen} plan={plan} onChange={onChange} />
          )
        }
      </Answer>
    </fieldset>
  )
}

function Lines({ products, chosen, plan, onChange }: Omit<Props, 'error'> & { readonly products: readonly Product[] }) {
  const [typed, setTyped] = useState('')
  // What was chosen when the form was opened stands first, and nothing jumps when something is chosen.
  const [first] = useState(() => new Set(chosen.map(({ product }) => product)))
  const ordered = products.toSorted((a, b) => Number(first.has(b.id)) - Number(first.has(a.id)))
  const found = ordered.filter(({ name }) => name.toLowerCase().includes(typed.trim().toLowerCase()))
  const tiers = new Map(chosen.map(({ product, tier }) => [product, tier]))
  const carriers = carriersOf(products.filter(({ id }) => tiers.has(id)))
  const choose = (product: Product, tier: string | undefined) => {
    const others = chosen.filter((each) => each.product !== product.id)
    if (tier === undefined) return onChange(others)
    if (!tiers.has(product.id)) return onChange([...chosen, { product: product.id, tier }])
    onChange(chosen.map((each) => (each.product === product.id ? { product: product.id, tier } : each)))
  }
  return (
    <div className="@container mt-1 overflow-hidden rounded-md border border-edge">
      {products.length > GLANCE && (
        <input
          type="search"
          aria-label={text('rule.productSearch')}
          placeholder={text('rule.productSearch')}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          // Enter would send the form.
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          className={`${inputClass} rounded-none! border-0! border-b! border-line! -outline-offset-2!`}
        />
      )}
      <div className="max-h-72 divide-y divide-line overflow-auto">
        {found.map((product) => (
          <Line
            key={product.id}
            product={product}
            tier={tiers.get(product.id)}
            carriedBy={carriers.get(product.id) ?? []}
            short={shortOf(plan, product, tiers.get(product.id))}
            onChoose={(tier) => choose(product, tier)}
          />
        ))}
        {found.length === 0 && <p className="px-3 py-2 text-sm text-ink-soft">{text('rule.noProductFound')}</p>}
      </div>
    </div>
  )
}

interface LineProps {
  readonly product: Product
  readonly tier: string | undefined
  /** Chosen products that include it. */
  readonly carriedBy: readonly string[]
  /** So many would begin to wait for the chosen tier. */
  readonly short: number
  readonly onChoose: (tier: string | undefined) => void
}

function Line({ product, tier, carriedBy, short, onChoose }: LineProps) {
  const { name, tiers, includes } = product
  // Of what is not chosen, the tier that choosing it would bring.
  const pool = tiers.find(({ id }) => id === (tier ?? likely(product)))
  const isChosen = tier !== undefined
  return (
    <div className={`px-3 py-0.5 ${isChosen ? 'bg-accent-soft/40' : ''}`}>
      <div className="flex flex-wrap items-center gap-x-3">
        <div className="min-w-0 flex-auto">
          <Checkbox isSelected={isChosen} onChange={(selected) => onChoose(selected ? likely(product) : undefined)}>
            {name}
          </Checkbox>
        </div>
        <div className="ml-auto flex items-center gap-3 @max-[18rem]:ml-0 @max-[18rem]:w-full @max-[18rem]:pb-1 @max-[18rem]:pl-6.5">
          {isChosen && tiers.length > 1 && (
            <div className="w-32">
              <Select
                label={text('rule.tierOf', { product: name })}
                hideLabel
                options={tiers.map(({ id, name, free, owned }) => ({ id, name, hint: freeText(free, owned) }))}
                value={tier}
                onChange={onChoose}
              />
            </div>
          )}
          <span className="ml-auto text-right text-sm text-ink-soft tabular-nums">
            {!isChosen && tiers.length > 1 && `${pool?.name} · `}
            {pool && freeText(pool.free, pool.owned)}
          </span>
        </div>
      </div>
      {(short > 0 || (isChosen && includes.length > 0) || carriedBy.length > 0) && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-1.5 pl-6.5 text-sm text-ink-soft">
          {short > 0 && (
            <Tag look="warn" icon="exclamation">
              {text('rule.short', { count: short })}
            </Tag>
          )}
          {isChosen && includes.length > 0 && (
            <span>{text('rule.includes', { names: list(includes.map((each) => each.name)) })}</span>
          )}
          {carriedBy.length > 0 && <span>{text('rule.carriedBy', { names: list(carriedBy) })}</span>}
        </div>
      )}
    </div>
  )
}

/** For each product, the names of the given ones that include it. */
function carriersOf(given: readonly Product[]): ReadonlyMap<string, readonly string[]> {
  const pairs = given.flatMap(({ name, includes }) => includes.map(({ id }) => ({ id, name })))
  return new Map([...Map.groupBy(pairs, ({ id }) => id)].map(([id, those]) => [id, those.map(({ name }) => name)]))
}

function shortOf(plan: Plan | undefined, { id }: Product, tier: string | undefined): number {
  const planned = plan?.products.find(({ product }) => product.id === id)?.tiers.find((each) => each.tier.id === tier)
  return planned ? Math.max(planned.after.waiting - planned.before.waiting, 0) : 0
}

/** The first that is limited: of a catalogue's many tiers the ones that somebody bought. */
function likely({ tiers }: Product): string | undefined {
  return (tiers.find(({ owned }) => owned !== null) ?? tiers[0])?.id
}

function freeText(free: number | null, owned: number | null): string {
  if (free === null || owned === null) return text('rule.unlimited')
  return text('rule.free', { free: number(Math.max(free, 0)), owned: number(owned) })
}
