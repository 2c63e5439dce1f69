import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Product } from '../../src/contract/product.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox, Select } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Includes } from './includes.tsx'
import { draftOf, emptyProduct, faultIn, type ProductDraft, presetOf } from './product-draft.ts'
import { useCatalogue, useProductSave } from './product-queries.ts'
import { TierFields } from './tier-fields.tsx'

interface Props {
  /** Left out: a new one. */
  readonly product?: Product | undefined
  readonly products: readonly Product[]
  readonly onClose: () => void
}

export function ProductForm({ product: now, products, onClose }: Props) {
  // As it was when it was opened: what another admin changes meanwhile is not changed back.
  const [product] = useState(now)
  const save = useProductSave(product)
  const [draft, setDraft] = useState<ProductDraft>(() => (product ? draftOf(product) : emptyProduct()))
  const [tried, setTried] = useState(false)
  const fault = tried ? faultIn(draft) : undefined
  const set = (change: Partial<ProductDraft>) => setDraft({ ...draft, ...change })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      place="side"
      title={product ? text('library.editOf', { name: product.name }) : text('library.addProduct')}
    >
      <Form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (!faultIn(draft)) save.mutate(draft, { onSuccess: onClose })
        }}
      >
        {save.error && <Notice live look="bad" title={save.error.message} />}
        {fault && <Notice live look="bad" title={text(`library.faults.${fault}`)} />}
        {!product && <FromCatalogue draft={draft} products={products} onChange={setDraft} />}
        <TextField
          label={text('library.name')}
          value={draft.name}
          maxLength={200}
          onChange={(name) => set({ name })}
          error={fault === 'name' ? text('library.faults.name') : undefined}
        />
        <TierFields tiers={draft.tiers} onChange={(tiers) => set({ tiers })} />
        <NumberField
          label={text('library.graceDays')}
          hint={text('library.graceHint')}
          value={draft.graceDays}
          minValue={0}
          maxValue={3650}
          formatOptions={{ maximumFractionDigits: 2 }}
          onChange={(graceDays) => set({ graceDays })}
        />
        <Checkbox isSelected={draft.hasDevices} onChange={(hasDevices) => set({ hasDevices })}>
          {text('library.hasDevices')}
        </Checkbox>
        <Includes
          product={product}
          products={products}
          chosen={draft.includes}
          onChange={(includes) => set({ includes })}
        />
        <div className="sticky bottom-0 -mx-5 -mb-5 flex justify-end gap-2 border-t border-line bg-surface px-5 py-3">
          <Button onPress={onClose}>{text('ui.cancel')}</Button>
          <Button type="submit" look="primary" isPending={save.isPending}>
            {text('ui.save')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}

const OWN = 'own'

/** Products of the catalogue that are not there yet: choosing one fills the form. */
function FromCatalogue({
  draft,
  products,
  onChange,
}: {
  readonly draft: ProductDraft
  readonly products: readonly Product[]
  readonly onChange: (draft: ProductDraft) => void
}) {
  const there = new Set(products.map(({ catalogueKey }) => catalogueKey))
  const left = useCatalogue().data?.products.filter(({ key }) => !there.has(key)) ?? []
  if (left.length === 0) return null
  return (
    <Select
      label={text('library.begin')}
      options={[{ id: OWN, name: text('library.own') }, ...left.map(({ key, name }) => ({ id: key, name }))]}
      value={draft.catalogueKey ?? OWN}
      onChange={(id) => {
        const entry = left.find(({ key }) => key === id)
        onChange(entry ? presetOf(entry, products) : emptyProduct())
      }}
    />
  )
}
