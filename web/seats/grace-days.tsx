import { Form } from 'react-aria-components'
import type { Product } from '../../src/contract/product.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { say } from '../ui/toast.tsx'
import { useTyped } from '../ui/typed.ts'
import { failed } from './owned-form.tsx'
import { useProductEdit } from './queries.ts'

const DAY_SECONDS = 86_400

/** How long a lost seat of a product waits for its holder. */
export function GraceDays({ product }: { readonly product: Product }) {
  const now = product.graceSeconds / DAY_SECONDS
  const [days, setDays] = useTyped(now)
  const edit = useProductEdit()
  const valid = days >= 0 && days <= 3650
  const waits = product.tiers.some(({ waiting }) => waiting > 0)
  const save = () =>
    edit.mutateAsync({ product, change: { graceSeconds: Math.round(days * DAY_SECONDS) } }).then(
      () =>
        say({
          title: text('seats.graceSaved', { name: product.name, days }),
          undo: () => edit.mutate({ product, change: { graceSeconds: product.graceSeconds } }, { onError: failed }),
        }),
      failed,
    )
  return (
    <Form
      className="flex items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (valid && days !== now) void save()
      }}
    >
      <div className="min-w-0 flex-1">
        <NumberField
          label={text('seats.graceDays')}
          value={days}
          onChange={setDays}
          minValue={0}
          maxValue={3650}
          formatOptions={{ maximumFractionDigits: 2 }}
          hint={text(days === 0 ? (waits ? 'seats.graceSuggest' : 'seats.graceNone') : 'seats.graceHint')}
          error={valid ? undefined : text('seats.graceInvalid')}
        />
      </div>
      <Button type="submit" isPending={edit.isPending} isDisabled={!valid || days === now} className="mt-6 min-h-9!">
        {text('ui.save')}
      </Button>
    </Form>
  )
}
