import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Products } from '../../src/contract/product.ts'
import type { User } from '../../src/contract/user.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { say } from '../ui/toast.tsx'
import { useAddress, useAsked } from './asked.ts'
import { useEndPin, usePin } from './edits.ts'
import { againAs, emptyPin, endOf, type PinDraft, type PinField, pinFields, pinInput } from './pin-draft.ts'
import { PinPlan } from './pin-plan.tsx'
import { PinValue } from './pin-value.tsx'
import { pinnedText } from './pin-words.ts'
import { usePinsOf, useProducts } from './queries.ts'

/** A manual exception: what, why and until when; what it would do is read before it is made. */
export function PinDialog({ user }: { readonly user: User }) {
  const { search, go } = useAddress()
  const products = useProducts().data
  const close = () => go({ open: undefined })
  return (
    <Dialog
      title={text('user.pinTitle', { name: nameOf(user) })}
      isOpen={search.open === 'pin'}
      onClose={close}
      place="side"
    >
      {products && <PinForm user={user} products={products.products} onDone={close} />}
    </Dialog>
  )
}

const nameOf = ({ displayName, userName }: User) => displayName || userName

interface FormProps {
  readonly user: User
  readonly products: Products['products']
  readonly onDone: () => void
}

function PinForm({ user, products, onDone }: FormProps) {
  const { asked: about } = useAsked()
  const [draft, setDraft] = useState<PinDraft>(() => pinAbout(about, products))
  const [asked, setAsked] = useState(false)
  const change = (some: Partial<PinDraft>) => setDraft((before) => ({ ...before, ...some }))
  const { save, error, isPending } = useSaved(user, onDone)
  const input = pinInput(user.id, draft, draft.reason)
  const ends = draft.lastDay === '' ? undefined : endOf(draft.lastDay)
  const isPast = ends !== undefined && ends.getTime() <= Date.now()
  const nothing = pinInput(user.id, draft, '…') === undefined
  return (
    <Form
      className="flex flex-col gap-4"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(true)
        if (input && !isPast) save(input)
      }}
    >
      <p className="text-md text-ink-soft">{text('user.pinAbout')}</p>
      <Select
        label={text('user.pinField')}
        options={pinFields.map((id) => ({ id, name: text(`user.pinFields.${id}`) }))}
        value={draft.field}
        onChange={(field) => change({ field: field as PinField })}
      />
      <PinValue draft={draft} onChange={change} />
      <TextField
        label={text('user.reason')}
        hint={text('user.reasonHint')}
        value={draft.reason}
        onChange={(reason) => change({ reason })}
        maxLength={1000}
        isRequired
        error={asked && draft.reason.trim() === '' ? text('user.reasonMissing') : undefined}
      />
      <TextField
        type="date"
        label={text('user.lastDay')}
        hint={text('user.lastDayHint')}
        value={draft.lastDay}
        onChange={(lastDay) => change({ lastDay })}
        error={isPast ? text('user.lastDayPast') : undefined}
      />
      <PinPlan user={user.id} input={isPast ? undefined : pinInput(user.id, draft, '…')} />
      {asked && nothing && <Notice live look="bad" title={text('user.pinPlanEmpty')} />}
      {error && <Notice live look="bad" title={error.message} />}
      <div className="flex gap-2">
        <Button type="submit" look="primary" isPending={isPending}>
          {text('user.pinSave')}
        </Button>
        <Button onPress={onDone}>{text('ui.cancel')}</Button>
      </div>
    </Form>
  )
}

/** What was just asked about is what is likely to be pinned. */
function pinAbout(about: string | undefined, products: Products['products']): PinDraft {
  const product = products.find(({ id }) => id === about)
  if (product) return { ...emptyPin, product: product.id, tier: product.tiers[0]?.id ?? '' }
  const field = pinFields.find((each) => each === about)
  return field ? { ...emptyPin, field } : emptyPin
}

/** Taking it back ends the pin, and makes the one again that it replaced. */
function useSaved(user: User, onDone: () => void) {
  const pin = usePin()
  const end = useEndPin()
  const pins = usePinsOf(user.id).data ?? []
  const failed = (error: Error) => say({ title: text('user.notDone'), about: error.message, look: 'bad' })
  return {
    error: pin.error,
    isPending: pin.isPending,
    save: (input: Parameters<typeof pin.mutate>[0]) =>
      pin.mutate(input, {
        onSuccess: (made) => {
          const before = pins.find(({ field, product }) => field === made.field && product?.id === made.product?.id)
          const back = async () => {
            await end.mutateAsync(made)
            if (before) await pin.mutateAsync(againAs(before))
            say({ title: text('user.pinEnded') })
          }
          onDone()
          say({ title: text('user.pinned'), about: pinnedText(made), undo: () => void back().catch(failed) })
        },
      }),
  }
}
