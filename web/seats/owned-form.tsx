import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Seats } from '../../src/contract/seat.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { consequenceOf } from './consequence.ts'
import { PoolBar } from './pool-bar.tsx'
import { usePoolEdit } from './queries.ts'
import { Waiting } from './waiting.tsx'

/** How many seats of a tier are owned, and what another number would do, before it is saved. */
export function OwnedForm({ pool, onClose }: { readonly pool: Seats['seats'][number]; readonly onClose: () => void }) {
  const edit = usePoolEdit()
  const [unlimited, setUnlimited] = useState(pool.owned === null)
  const [owned, setOwned] = useState(pool.owned ?? pool.held + pool.grace)
  const next = unlimited ? null : owned
  const valid = unlimited || (Number.isInteger(owned) && owned >= 0)
  const { product, tier } = pool
  return (
    <Dialog isOpen onClose={onClose} title={text('seats.ownedOf', { product: product.name, tier: tier.name })}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (valid) edit.mutate({ product, tier, change: { owned: next } }, { onSuccess: onClose })
        }}
      >
        {edit.error && <Notice live look="bad" title={edit.error.message} />}
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
        <Checkbox isSelected={unlimited} onChange={setUnlimited}>
          {text('seats.unlimitedLong')}
        </Checkbox>
        <PoolBar pool={{ ...pool, owned: valid ? next : pool.owned }} />
        <p role="status" className="text-md text-ink-soft">
          {valid && consequenceOf(pool, next)}
        </p>
        <Waiting pool={pool} />
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
