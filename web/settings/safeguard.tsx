import type { Organization } from '../../src/contract/organization.ts'
import { number, text } from '../locales/text.ts'
import { NumberField } from '../ui/number-field.tsx'
import { useTyped } from '../ui/typed.ts'
import { useSetting } from './queries.ts'
import { Setting, Settings } from './setting.tsx'
import { TypedSetting } from './typed-setting.tsx'

/** How many losses of a product go through in a day without an admin's word. */
export function Safeguard({ organization }: { readonly organization: Organization }) {
  const { lossShareMax, lossesAllowed } = organization
  const [percent, setPercent] = useTyped(lossShareMax * 100)
  const [allowed, setAllowed] = useTyped(lossesAllowed)
  return (
    <>
      <Settings>
        <Setting title={text('settings.share')} about={text('settings.shareAbout')}>
          <Share lossShareMax={lossShareMax} percent={percent} onChange={setPercent} />
        </Setting>
        <Setting title={text('settings.allowed')} about={text('settings.allowedAbout')}>
          <Allowed lossesAllowed={lossesAllowed} allowed={allowed} onChange={setAllowed} />
        </Setting>
      </Settings>
      <Meaning share={percent / 100} allowed={allowed} />
    </>
  )
}

interface ShareProps {
  readonly lossShareMax: number
  readonly percent: number
  readonly onChange: (percent: number) => void
}

function Share({ lossShareMax, percent, onChange }: ShareProps) {
  const setting = useSetting()
  const valid = percent >= 0 && percent <= 100
  const share = Math.round(percent * 100) / 10_000
  return (
    <TypedSetting
      canSave={valid && share !== lossShareMax}
      isPending={setting.isPending}
      onSave={() =>
        setting.save({
          change: { lossShareMax: share },
          before: { lossShareMax },
          said: text('settings.shareSaved', { percent: number(percent) }),
        })
      }
    >
      <NumberField
        label={text('settings.sharePercent')}
        value={percent}
        onChange={onChange}
        minValue={0}
        maxValue={100}
        formatOptions={{ maximumFractionDigits: 2 }}
        error={valid ? undefined : text('settings.shareInvalid')}
      />
    </TypedSetting>
  )
}

interface AllowedProps {
  readonly lossesAllowed: number
  readonly allowed: number
  readonly onChange: (allowed: number) => void
}

function Allowed({ lossesAllowed, allowed, onChange }: AllowedProps) {
  const setting = useSetting()
  const valid = Number.isInteger(allowed) && allowed >= 0
  return (
    <TypedSetting
      canSave={valid && allowed !== lossesAllowed}
      isPending={setting.isPending}
      onSave={() =>
        setting.save({
          change: { lossesAllowed: allowed },
          before: { lossesAllowed },
          said: text('settings.allowedSaved', { count: allowed }),
        })
      }
    >
      <NumberField
        label={text('settings.allowedCount')}
        value={allowed}
        onChange={onChange}
        minValue={0}
        maxValue={2_147_483_647}
        error={valid ? undefined : text('settings.allowedInvalid')}
      />
    </TypedSetting>
  )
}

const examples = [10, 100, 1_000, 10_000]

/** The same in words, for products of some sizes. */
function Meaning({ share, allowed }: { readonly share: number; readonly allowed: number }) {
  if (!(share >= 0 && allowed >= 0)) return null
  const limit = (holders: number) => Math.max(allowed, Math.floor(share * holders))
  return (
    <section aria-labelledby="meaning" className="max-w-4xl">
      <h2 id="meaning" className="text-md font-semibold">
        {text('settings.meaning')}
      </h2>
      <ul className="mt-1 flex list-disc flex-col gap-1 pl-5 text-md text-ink-soft">
        {examples.map((holders) => (
          <li key={holders}>
            {limit(holders) >= holders
              ? text('settings.exampleAll', { holders })
              : text('settings.example', { holders, count: limit(holders) })}
          </li>
        ))}
      </ul>
      <p className="mt-2 max-w-prose text-md text-ink-soft">{text('settings.beyond')}</p>
    </section>
  )
}
