import { languages } from '../locales/language.ts'
import { text } from '../locales/text.ts'
import { Select } from '../ui/choice.tsx'
import { DeviceGroupsField } from './device-groups-field.tsx'
import { type Entered, NOT_SET } from './entered.ts'
import type { FieldErrors } from './form-problem.ts'
import { TemplateField } from './template-field.tsx'
import { UserGroupField } from './user-group-field.tsx'

interface Props {
  readonly entered: Entered
  readonly errors: FieldErrors
  readonly onChange: (part: Partial<Entered>) => void
}

/** Mail, language, groups and settings. The languages are called by their own names: it is the users' language, not the console's. */
export function SetUpFields({ entered, errors, onChange }: Props) {
  return (
    <>
      <TemplateField
        kind="welcome"
        value={entered.welcomeTemplate}
        error={errors.welcomeTemplate}
        onChange={(welcomeTemplate) => onChange({ welcomeTemplate })}
      />
      <Select
        label={text('rule.language')}
        hint={text('rule.languageHint')}
        error={errors.language}
        options={[
          { id: NOT_SET, name: text('rule.notSet') },
          ...Object.entries(languages).map(([id, name]) => ({ id, name })),
        ]}
        value={entered.language}
        onChange={(language) => onChange({ language })}
      />
      <UserGroupField
        value={entered.userGroup}
        error={errors.userGroup}
        onChange={(userGroup) => onChange({ userGroup })}
      />
      <DeviceGroupsField
        chosen={entered.deviceGroups}
        error={errors.deviceGroups}
        onChange={(deviceGroups) => onChange({ deviceGroups })}
      />
      <TemplateField
        kind="settings"
        value={entered.settingsTemplate}
        error={errors.settingsTemplate}
        onChange={(settingsTemplate) => onChange({ settingsTemplate })}
      />
    </>
  )
}
