import type { Organization } from '../../src/contract/organization.ts'
import { text } from '../locales/text.ts'
import { Switch } from '../ui/choice.tsx'
import { State } from '../ui/tag.tsx'
import { useSetting } from './queries.ts'
import { Setting, Settings } from './setting.tsx'

/** The one switch of an organization. */
export function UserSync({ organization: { userSync } }: { readonly organization: Organization }) {
  const setting = useSetting()
  const isOn = userSync === 'on'
  return (
    <Settings>
      <Setting title={text('settings.userSync')} about={text(isOn ? 'settings.onAbout' : 'settings.pausedAbout')}>
        <div className="flex items-center gap-3">
          <Switch
            label={text('settings.userSync')}
            isSelected={isOn}
            isDisabled={setting.isPending}
            onChange={(on) =>
              setting.save({
                change: { userSync: on ? 'on' : 'paused' },
                before: { userSync },
                said: text(on ? 'settings.switchedOn' : 'settings.switchedOff'),
              })
            }
          />
          <State mark={isOn ? 'full' : 'crossed'} look={isOn ? 'good' : 'warn'}>
            {text(isOn ? 'settings.on' : 'settings.paused')}
          </State>
        </div>
      </Setting>
    </Settings>
  )
}
