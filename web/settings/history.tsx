import type { Organization } from '../../src/contract/organization.ts'
import { text } from '../locales/text.ts'
import { Checkbox } from '../ui/choice.tsx'
import { Notice } from '../ui/notice.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { useTyped } from '../ui/typed.ts'
import { useSetting } from './queries.ts'
import { Setting, Settings } from './setting.tsx'
import { TypedSetting } from './typed-setting.tsx'

/** For how long what happened can be looked at. */
export function History({ organization: { historyKeptDays } }: { readonly organization: Organization }) {
  return (
    <Settings>
      <Setting title={text('settings.kept')} about={text('settings.keptAbout')}>
        <Kept now={historyKeptDays} />
      </Setting>
    </Settings>
  )
}

function Kept({ now }: { readonly now: number | null }) {
  const setting = useSetting()
  const [forEver, setForEver] = useTyped(now === null)
  const [days, setDays] = useTyped(now ?? 365)
  const valid = forEver || (Number.isInteger(days) && days >= 1 && days <= 36_500)
  const wanted = forEver ? null : days
  const deletes = wanted !== null && (now === null || wanted < now)
  const save = () =>
    setting.save({
      change: { historyKeptDays: wanted },
      said: wanted === null ? text('settings.keptForEver') : text('settings.keptSaved', { count: wanted }),
      // What was deleted meanwhile would not come back.
      ...(!deletes && { before: { historyKeptDays: now } }),
    })
  return (
    <div className="flex flex-col gap-3">
      <Checkbox isSelected={forEver} onChange={setForEver}>
        {text('settings.forEver')}
      </Checkbox>
      <TypedSetting canSave={valid && wanted !== now} isPending={setting.isPending} onSave={save}>
        <NumberField
          label={text('settings.keptDays')}
          value={days}
          onChange={setDays}
          minValue={1}
          maxValue={36_500}
          isDisabled={forEver}
          error={valid ? undefined : text('settings.keptInvalid')}
        />
      </TypedSetting>
      {valid && deletes && <Notice live look="warn" title={text('settings.keptDeletes', { count: wanted })} />}
    </div>
  )
}
