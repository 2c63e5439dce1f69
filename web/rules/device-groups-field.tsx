import { useState } from 'react'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { labelClass } from '../ui/field.tsx'
import { PickMany } from '../ui/pick-many.tsx'
import { chosenText } from './chosen-text.ts'
import { useShelf, useShelfEdit } from './lookups.ts'
import { useProducts } from './queries.ts'

interface Props {
  readonly chosen: readonly string[]
  readonly error: string | undefined
  readonly onChange: (chosen: readonly string[]) => void
}

/** Any number of device groups; there is nothing to choose where no product has devices. */
export function DeviceGroupsField({ chosen, error, onChange }: Props) {
  const products = useProducts().data?.products ?? []
  const groups = useShelf('device-groups') ?? []
  const edit = useShelfEdit('device-groups')
  const [isOpen, setOpen] = useState(false)
  if (!products.some(({ hasDevices }) => hasDevices)) return null
  const names = chosen.map((id) => groups.find((group) => group.id === id)?.name ?? '…')
  return (
    <fieldset aria-labelledby="device-groups" {...(error !== undefined && { 'data-invalid': true })} className="field">
      <p id="device-groups" className={labelClass}>
        {text('rule.deviceGroups')}
      </p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <p className="flex-1 basis-40 text-ink-soft">
          {chosen.length === 0 ? text('rule.deviceGroupsHint') : chosenText(names)}
        </p>
        <Button onPress={() => setOpen(true)} aria-label={text('rule.chooseOf', { what: text('rule.deviceGroups') })}>
          {text('rule.choose')}
        </Button>
      </div>
      {error && <p className="text-sm text-bad-ink">{error}</p>}
      {isOpen && (
        <PickMany
          title={text('rule.deviceGroups')}
          about={text('rule.deviceGroupsAdd')}
          options={groups}
          chosen={chosen}
          applyText={(count) => text('rule.applyChosen', { count })}
          onApply={onChange}
          onClose={() => setOpen(false)}
          create={{
            text: (name) => text('rule.createNamed', { name }),
            make: async (name) => (await edit.mutateAsync({ kind: 'add', name }))?.id ?? '',
          }}
        />
      )}
    </fieldset>
  )
}
