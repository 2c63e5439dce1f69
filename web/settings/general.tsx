import type { Organization } from '../../src/contract/organization.ts'
import type { LanguageCode } from '../../src/contract/role.ts'
import { languages } from '../locales/language.ts'
import { languageName, text } from '../locales/text.ts'
import { Select } from '../ui/choice.tsx'
import { TextField } from '../ui/field.tsx'
import { useTyped } from '../ui/typed.ts'
import { useSetting } from './queries.ts'
import { Setting, Settings } from './setting.tsx'
import { TypedSetting } from './typed-setting.tsx'

export function General({ organization }: { readonly organization: Organization }) {
  return (
    <Settings>
      <OrganizationName organization={organization} />
      <DefaultLanguage organization={organization} />
      <InactiveAfter organization={organization} />
    </Settings>
  )
}

function OrganizationName({ organization: { name } }: { readonly organization: Organization }) {
  const setting = useSetting()
  const [typed, setTyped] = useTyped(name)
  const wanted = typed.trim()
  return (
    <Setting title={text('settings.name')} about={text('settings.nameAbout')}>
      <TypedSetting
        hasLabel={false}
        canSave={wanted !== '' && wanted !== name && wanted.length <= 200}
        isPending={setting.isPending}
        onSave={() =>
          setting.save({
            change: { name: wanted },
            before: { name },
            said: text('settings.nameSaved', { name: wanted }),
          })
        }
      >
        <TextField
          hideLabel
          label={text('settings.name')}
          value={typed}
          onChange={setTyped}
          error={
            wanted === '' ? text('settings.nameMissing') : wanted.length > 200 ? text('settings.nameLong') : undefined
          }
        />
      </TypedSetting>
    </Setting>
  )
}

function DefaultLanguage({ organization: { defaultLanguage } }: { readonly organization: Organization }) {
  const setting = useSetting()
  const choose = (code: LanguageCode) =>
    setting.save({
      change: { defaultLanguage: code },
      before: { defaultLanguage },
      said: text('settings.languageSaved', { language: languageName(code) }),
    })
  return (
    <Setting title={text('settings.language')} about={text('settings.languageAbout')}>
      <Select
        hideLabel
        label={text('settings.language')}
        value={defaultLanguage}
        onChange={(code) => code !== defaultLanguage && choose(code as LanguageCode)}
        options={Object.keys(languages).map((id) => ({ id, name: languageName(id) }))}
      />
    </Setting>
  )
}

const days = [30, 60, 90] as const

function InactiveAfter({ organization: { inactiveAfterDays } }: { readonly organization: Organization }) {
  const setting = useSetting()
  const choose = (wanted: (typeof days)[number]) =>
    setting.save({
      change: { inactiveAfterDays: wanted },
      before: { inactiveAfterDays },
      said: text('settings.inactiveSaved', { count: wanted }),
    })
  return (
    <Setting title={text('settings.inactive')} about={text('settings.inactiveAbout')}>
      <Select
        hideLabel
        label={text('settings.inactive')}
        value={String(inactiveAfterDays)}
        onChange={(id) => {
          const wanted = days.find((each) => String(each) === id)
          if (wanted && wanted !== inactiveAfterDays) choose(wanted)
        }}
        options={days.map((count) => ({ id: String(count), name: text('settings.days', { count }) }))}
      />
    </Setting>
  )
}
