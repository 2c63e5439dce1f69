import { text } from '../locales/text.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Checkbox, Select } from '../ui/choice.tsx'
import { TextField } from '../ui/field.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { newTier, type TierDraft } from './product-draft.ts'

interface Props {
  readonly tiers: readonly TierDraft[]
  readonly onChange: (tiers: readonly TierDraft[]) => void
}

/** The tiers of a product, best first: name, seats owned, and what happens when there is none free. */
export function TierFields({ tiers, onChange }: Props) {
  const set = (key: string, change: Partial<TierDraft>) =>
    onChange(tiers.map((tier) => (tier.key === key ? { ...tier, ...change } : tier)))
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 text-sm font-medium">{text('library.tiers')}</legend>
      {tiers.map((tier) => (
        <OneTier
          key={tier.key}
          tier={tier}
          onChange={(change) => set(tier.key, change)}
          onRemove={tiers.length > 1 ? () => onChange(tiers.filter(({ key }) => key !== tier.key)) : undefined}
        />
      ))}
      <div>
        <Button icon="plus" onPress={() => onChange([...tiers, newTier()])}>
          {text('library.addTier')}
        </Button>
      </div>
    </fieldset>
  )
}

const shortages = ['wait', 'fall-back', 'block'] as const

function OneTier({
  tier: { name, owned, shortage, taken },
  onChange,
  onRemove,
}: {
  readonly tier: TierDraft
  readonly onChange: (change: Partial<TierDraft>) => void
  readonly onRemove: (() => void) | undefined
}) {
  return (
    <fieldset
      aria-label={name || text('library.newTier')}
      className="flex min-w-0 flex-col gap-3 rounded-lg border border-line p-3"
    >
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label={text('library.name')}
            value={name}
            maxLength={200}
            onChange={(typed) => onChange({ name: typed })}
          />
        </div>
        {onRemove && (
          <IconButton
            icon="trash"
            label={text('library.removeTier', { name: name || text('library.newTier') })}
            onPress={onRemove}
            className="mb-0.5"
          />
        )}
      </div>
      <div className="grid gap-x-3 gap-y-2 sm:grid-cols-2">
        <div>
          <NumberField
            label={text('library.owned')}
            value={owned ?? Number.NaN}
            isDisabled={owned === null}
            minValue={0}
            formatOptions={{ maximumFractionDigits: 0 }}
            onChange={(typed) => onChange({ owned: typed })}
          />
          <Checkbox isSelected={owned === null} onChange={(unlimited) => onChange({ owned: unlimited ? null : taken })}>
            {text('library.unlimited')}
          </Checkbox>
        </div>
        <Select
          label={text('library.shortage')}
          options={shortages.map((id) => ({ id, name: text(`library.shortages.${id}`) }))}
          value={shortage}
          onChange={(id) => onChange({ shortage: id as TierDraft['shortage'] })}
        />
      </div>
      {taken > 0 && (
        <p className="text-sm text-ink-soft">
          {owned !== null && owned < taken
            ? text('library.below', { count: taken - owned })
            : text('library.taken', { count: taken })}
        </p>
      )}
    </fieldset>
  )
}
