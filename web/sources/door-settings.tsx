import type { Source } from '../../src/contract/source.ts'
import { number, text } from '../locales/text.ts'
import { Checkbox, Select } from '../ui/choice.tsx'

export type DoorDraft = Pick<
  Source,
  'groupPatchAnswer' | 'strict' | 'discoveryPublic' | 'basicAllowed' | 'ratePerSecond'
>

const switches = ['strict', 'discoveryPublic', 'basicAllowed'] as const
const rates = [25, 50, 100, 250, 500, 1000, 2500, 5000]

/** What a source takes at its address, and how it answers. */
export function DoorSettings({
  draft,
  onChange,
}: {
  readonly draft: DoorDraft
  readonly onChange: (change: Partial<DoorDraft>) => void
}) {
  const { ratePerSecond } = draft
  const own =
    ratePerSecond === null || rates.includes(ratePerSecond) ? rates : [...rates, ratePerSecond].toSorted(ascending)
  return (
    <>
      {switches.map((name) => (
        <div key={name}>
          <Checkbox isSelected={draft[name]} onChange={(to) => onChange({ [name]: to })}>
            {text(`sources.${name}`)}
          </Checkbox>
          <p className="text-sm text-ink-soft">{text(`sources.${name}Hint`)}</p>
        </div>
      ))}
      <Select
        label={text('sources.ratePerSecond')}
        hint={text('sources.ratePerSecondHint')}
        options={[
          { id: 'server', name: text('sources.rateOfServer') },
          ...own.map((each) => ({ id: String(each), name: number(each) })),
        ]}
        value={ratePerSecond === null ? 'server' : String(ratePerSecond)}
        onChange={(to) => onChange({ ratePerSecond: to === 'server' ? null : Number(to) })}
      />
      <Select
        label={text('sources.groupPatchAnswer')}
        hint={text('sources.groupPatchAnswerHint')}
        options={(['no-content', 'body'] as const).map((id) => ({ id, name: text(`sources.groupPatch.${id}`) }))}
        value={draft.groupPatchAnswer}
        onChange={(to) => onChange({ groupPatchAnswer: to === 'body' ? 'body' : 'no-content' })}
      />
    </>
  )
}

const ascending = (a: number, b: number): number => a - b
