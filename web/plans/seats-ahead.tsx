import type { Plan } from '../../src/contract/plan.ts'
import { number, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { BeforeAfter } from '../ui/before-after.tsx'
import { Tag } from '../ui/tag.tsx'

type Product = Plan['products'][number]
type Tier = Product['tiers'][number]

/** Tiers whose seats or whose line change, or that somebody would have to wait for though their pool refuses that. */
function changed({ before, after, blocked }: Tier): boolean {
  return blocked > 0 || (['held', 'grace', 'waiting'] as const).some((what) => before[what] !== after[what])
}

/** Seats of each tier before and after; nothing where none change. */
export function SeatsAhead({ plan }: { readonly plan: Plan }) {
  const rows = plan.products.flatMap(({ product, tiers }) =>
    tiers.filter(changed).map((tier) => ({ product, ...tier })),
  )
  if (rows.length === 0) return null
  return (
    <section aria-label={text('plans.seats')}>
      <p aria-hidden="true" className="mb-1 text-xs font-medium text-ink-soft">
        {text('plans.seats')}
      </p>
      <ul className="flex flex-col gap-2 @2xl:gap-1">
        {rows.map((row) => (
          <Row key={row.tier.id} {...row} />
        ))}
      </ul>
    </section>
  )
}

function Row({ product, tier, owned, before, after, blocked }: Tier & Pick<Product, 'product'>) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 @2xl:min-h-7 @2xl:grid-cols-[minmax(0,15rem)_minmax(6rem,1fr)_16rem]">
      <span className="truncate font-medium @max-2xl:col-span-2 @max-2xl:whitespace-normal">
        <bdi>{productName(product, tier)}</bdi>
      </span>
      <div className="@max-2xl:order-last @max-2xl:col-span-2">
        <BeforeAfter
          limit={owned}
          before={{ full: before.held, hatched: before.grace, over: before.waiting }}
          after={{ full: after.held, hatched: after.grace, over: after.waiting }}
        />
      </div>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm tabular-nums @max-2xl:col-span-2 @2xl:justify-end">
        <Further before={before} after={after} />
        <Held owned={owned} before={before.held} after={after.held} />
      </span>
      {blocked > 0 && (
        <span className="col-span-full">
          <Tag look="bad" icon="exclamation">
            {text('plans.blocked', { count: blocked })}
          </Tag>
        </span>
      )}
    </li>
  )
}

function Held({
  owned,
  before,
  after,
}: {
  readonly owned: number | null
  readonly before: number
  readonly after: number
}) {
  const by = after - before
  const held = by === 0 ? number(after) : `${number(before)} \u2192 ${number(after)}`
  return (
    <>
      <span>
        {owned === null ? text('plans.heldUnlimited', { held }) : text('plans.held', { held, owned: number(owned) })}
      </span>
      {by !== 0 && (
        <span className={`min-w-8 text-right font-medium ${by > 0 ? 'text-good-ink' : 'text-bad-ink'}`}>
          {by > 0 && '+'}
          {number(by)}
        </span>
      )}
    </>
  )
}

function Further({ before, after }: Pick<Tier, 'before' | 'after'>) {
  return (
    <>
      {before.grace !== after.grace && <Tag look="outline">{text('plans.inGrace', { count: after.grace })}</Tag>}
      {before.waiting !== after.waiting && (
        <Tag look={after.waiting > before.waiting ? 'warn' : 'outline'} icon="clock">
          {text('plans.waitingAhead', { before: number(before.waiting), after: number(after.waiting) })}
        </Tag>
      )}
    </>
  )
}
