import { useEffect, useState } from 'react'
import { Form } from 'react-aria-components'
import type { Seats } from '../../src/contract/seat.ts'
import { number, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { say } from '../ui/toast.tsx'
import { consequenceOf } from './consequence.ts'
import { PoolBar } from './pool-bar.tsx'
import { usePoolEdit, usePoolPlan } from './queries.ts'
import { WhoGets } from './who-gets.tsx'

type Pool = Seats['seats'][number]

/** How many seats of a tier are owned, and what another number would do and to whom, before it is saved. */
export function OwnedForm({ pool, onClose }: { readonly pool: Pool; readonly onClose: () => void }) {
  const { product, tier, held, grace, waiting } = pool
  const [before] = useState(pool)
  const [unlimited, setUnlimited] = useState(pool.owned === null)
  const [owned, setOwned] = useState(pool.owned ?? held + grace)
  const edit = useOwnedEdit(pool)
  const next = unlimited ? null : owned
  const valid = unlimited || (Number.isInteger(owned) && owned >= 0)
  const enough = held + grace + waiting
  return (
    <Dialog isOpen onClose={onClose} title={text('seats.ownedOf', { name: productName(product, tier) })}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (valid) void edit.save(next, onClose)
        }}
      >
        {edit.error && <Notice live look="bad" title={edit.error.message} />}
        {before.owned !== pool.owned && <Notice live look="warn" title={text('seats.changedMeanwhile')} />}
        <div className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <NumberField
              label={text('seats.owned')}
              value={owned}
              onChange={setOwned}
              minValue={0}
              maxValue={2_147_483_647}
              isDisabled={unlimited}
              error={valid ? undefined : text('seats.ownedInvalid')}
              autoFocus
            />
          </div>
          {waiting > 0 && !unlimited && owned !== enough && (
            <Button onPress={() => setOwned(enough)} className="min-h-9!">
              {text('seats.enough', { count: number(enough) })}
            </Button>
          )}
        </div>
        <Checkbox isSelected={unlimited} onChange={setUnlimited}>
          {text('seats.unlimitedLong')}
        </Checkbox>
        <PoolBar pool={{ ...pool, owned: valid ? next : pool.owned }} />
        <p role="status" className="text-md">
          {valid && consequenceOf(pool, next)}
        </p>
        <Foreseen pool={pool} next={valid ? next : pool.owned} />
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{text('ui.cancel')}</Button>
          <Button type="submit" look="primary" isPending={edit.isPending} isDisabled={!valid || next === pool.owned}>
            {text('ui.save')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

const PAUSE_MS = 250

/** The plan of a number, once nobody types on. */
function Foreseen({ pool, next }: { readonly pool: Pool; readonly next: number | null }) {
  const [asked, setAsked] = useState(next)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(next), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [next])
  const plan = usePoolPlan(pool.product.id, pool.tier.id, asked === pool.owned ? null : { owned: asked })
  if (next === pool.owned) return null
  if (plan.error) return <Notice live look="warn" title={plan.error.message} />
  if (!plan.data) return <div className="skeleton h-4 w-1/2" />
  return <WhoGets plan={plan.data} product={pool.product.id} isBehind={plan.isFetching || asked !== next} />
}

/** Saves what is owned, says what came of it, and offers to take it back. */
function useOwnedEdit(pool: Pool) {
  const edit = usePoolEdit()
  const { product, tier, owned: earlier } = pool
  const name = productName(product, tier)
  const save = (owned: number | null, onDone: () => void) =>
    edit.mutateAsync({ product, tier, change: { owned } }).then(
      () => {
        onDone()
        say({
          title: owned === null ? text('seats.savedUnlimited', { name }) : text('seats.saved', { name, count: owned }),
          undo: () => edit.mutate({ product, tier, change: { owned: earlier } }, { onError: failed }),
        })
      },
      // Shown in the form.
      () => {},
    )
  return { save, error: edit.error, isPending: edit.isPending }
}

export const failed = (error: Error) => say({ look: 'bad', title: error.message })
