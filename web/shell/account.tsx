import { useNavigate } from '@tanstack/react-router'
import { Button } from 'react-aria-components'
import type { LanguageCode } from '../../src/contract/role.ts'
import type { Session } from '../../src/contract/session.ts'
import { chooseLanguage, languages } from '../locales/language.ts'
import { language, text } from '../locales/text.ts'
import { useSignOut } from '../signin/queries.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Menu, MenuActions, MenuChoice, MenuLine } from '../ui/menu.tsx'
import { chooseTheme, type Theme, useTheme } from './theme.ts'

const themes: readonly { id: Theme; icon: IconName }[] = [
  { id: 'system', icon: 'monitor' },
  { id: 'light', icon: 'sun' },
  { id: 'dark', icon: 'moon' },
]

/** Who is signed in, and what is theirs to choose. */
export function Account({ session }: { readonly session: Session }) {
  const theme = useTheme()
  const signOut = useSignOut()
  const navigate = useNavigate()
  return (
    <Menu
      label={text('shell.account')}
      placement="top start"
      trigger={
        <Button className="flex w-full min-w-0 items-center gap-2.5 rounded-md px-2 py-1.5 text-left data-[hovered]:bg-sunken">
          <span className="flex size-7 shrink-0 items-center justify-center rounded-full bg-sunken text-xs font-semibold text-ink-soft uppercase">
            {initials(session.name)}
          </span>
          <span className="min-w-0 flex-1">
            <span className="block truncate text-sm font-medium">{session.name}</span>
            <span className="block truncate text-xs text-ink-soft">{text(`role.${session.role}`)}</span>
          </span>
          <Icon name="chevron" className="rotate-180 text-ink-soft" />
        </Button>
      }
    >
      <MenuChoice
        label={text('shell.theme')}
        options={themes.map(({ id, icon }) => ({ id, icon, name: text(`shell.theme.${id}`) }))}
        value={theme}
        onChange={chooseTheme}
      />
      <MenuChoice
        label={text('shell.language')}
        options={Object.entries(languages).map(([id, name]) => ({ id: id as LanguageCode, name }))}
        value={language}
        onChange={chooseLanguage}
      />
      <MenuLine />
      <MenuActions
        actions={[
          {
            id: 'password',
            icon: 'key',
            name: text(session.hasPassword ? 'signin.passwordChange' : 'signin.passwordSet'),
            onAction: () => void navigate({ to: '/sign-in/password' }),
          },
          {
            id: 'out',
            icon: 'out',
            name: text('shell.signOut'),
            onAction: () => signOut.mutate(undefined, { onSuccess: () => void navigate({ to: '/sign-in' }) }),
          },
        ]}
      />
    </Menu>
  )
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? '')][0] ?? '').join('')
}
