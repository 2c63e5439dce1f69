import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Source } from '../../src/contract/source.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { NumberField } from '../ui/number-field.tsx'
import { Panel } from '../ui/page.tsx'
import { say } from '../ui/toast.tsx'
import { DeleteSource } from './delete-source.tsx'
import { type DoorDraft, DoorSettings } from './door-settings.tsx'
import { Links } from './links.tsx'
import { OAuthClients } from './oauth-clients.tsx'
import { useSourceEdit } from './queries.ts'
import { Tokens } from './tokens.tsx'

export function SettingsTab({ source }: { readonly source: Source }) {
  const isScim = source.kind === 'scim'
  return (
    <>
      {isScim && <Tokens source={source} />}
      {isScim && <OAuthClients source={source} />}
      {isScim && <Links source={source} />}
      <Settings key={source.id} source={source} />
      <Panel title={text('sources.deleteTitle')}>
        <DeleteSource source={source} />
      </Panel>
    </>
  )
}

type Draft = DoorDraft & Pick<Source, 'name' | 'domainRequired' | 'trafficDays'>

function Settings({ source }: { readonly source: Source }) {
  const { name, domainRequired, groupPatchAnswer, trafficDays, kind } = source
  const { strict, discoveryPublic, basicAllowed, ratePerSecond } = source
  // As it was when the form opened: what another admin changes meanwhile is not put back by saving something else.
  const [seen, setSeen] = useState<Draft>({
    name,
    domainRequired,
    groupPatchAnswer,
    trafficDays,
    strict,
    discoveryPublic,
    basicAllowed,
    ratePerSecond,
  })
  const [draft, setDraft] = useState<Draft>(seen)
  const edit = useSourceEdit(source.id)
  const names = Object.keys(draft) as (keyof Draft)[]
  const changed = Object.fromEntries(
    names.filter((each) => draft[each] !== seen[each]).map((each) => [each, draft[each]]),
  )
  const isValid = draft.name.trim() !== '' && draft.trafficDays >= 1 && draft.trafficDays <= 90
  const saved = () => {
    setSeen(draft)
    say({ title: text('sources.saved') })
  }
  const put = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  return (
    <Panel title={text('sources.tab.settings')}>
      <Form
        className="flex max-w-xl flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isValid) edit.mutate({ kind: 'change', change: changed }, { onSuccess: saved })
        }}
      >
        {edit.error && <Notice live look="bad" title={edit.error.message} />}
        <TextField
          label={text('sources.name')}
          value={draft.name}
          onChange={(to) => put({ name: to })}
          maxLength={200}
          error={draft.name.trim() === '' ? text('sources.nameMissing') : undefined}
        />
        <div>
          <Checkbox isSelected={draft.domainRequired} onChange={(to) => put({ domainRequired: to })}>
            {text('sources.domainRequired')}
          </Checkbox>
          <p className="text-sm text-ink-soft">{text('sources.domainRequiredHint')}</p>
        </div>
        {kind === 'scim' && (
          <>
            <DoorSettings draft={draft} onChange={put} />
            <NumberField
              label={text('sources.trafficDays')}
              value={draft.trafficDays}
              onChange={(to) => put({ trafficDays: to })}
              minValue={1}
              maxValue={90}
            />
          </>
        )}
        <div>
          <Button
            type="submit"
            look="primary"
            isPending={edit.isPending}
            isDisabled={!isValid || Object.keys(changed).length === 0}
          >
            {text('ui.save')}
          </Button>
        </div>
      </Form>
    </Panel>
  )
}
