import type { Product } from '../../src/contract/product.ts'
import type { Reference } from '../../src/contract/reference.ts'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { say } from '../ui/toast.tsx'
import { type GraceChoice, useGraceEnd, useGracePlan } from './queries.ts'
import { WhoGets } from './who-gets.tsx'

interface Props {
  readonly product: Product
  readonly whose: Reference | 'all'
  /** How many are in grace. */
  readonly count: number
  readonly onClose: () => void
}

/** Before a grace ends for good: whose seat goes, and who gets it. */
export function GraceEnd({ product, whose, count, onClose }: Props) {
  const choice: GraceChoice =
    whose === 'all' ? { product: product.id, all: true } : { product: product.id, users: [whose.id] }
  const end = useGraceEnd()
  const plan = useGracePlan(choice, !end.isPending && !end.isSuccess)
  const ends = whose === 'all' ? count : 1
  const confirm = () =>
    end.mutate(choice, {
      onSuccess: () => {
        onClose()
        say({ title: text('seats.graceEnded', { count: ends, name: product.name }) })
      },
    })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={
        whose === 'all'
          ? text('seats.endAllOf', { count, name: product.name })
          : text('seats.endOneOf', { user: whose.name, name: product.name })
      }
    >
      <div className="flex flex-col gap-4">
        {end.error && <Notice live look="bad" title={end.error.message} />}
        <p className="text-md">{text('seats.endMeans')}</p>
        <Answer to={plan} skeleton={<div className="skeleton h-4 w-1/2" />}>
          {(found) => <WhoGets plan={found} product={product.id} saysWaiting />}
        </Answer>
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{text('ui.cancel')}</Button>
          <Button look="danger" isPending={end.isPending} isDisabled={!plan.data} onPress={confirm}>
            {text('seats.endAll', { count: ends })}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
