import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { User } from '../../src/contract/user.ts'
import { text } from '../locales/text.ts'
import { sessionQuery } from '../signin/queries.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Menu, MenuActions } from '../ui/menu.tsx'
import { say } from '../ui/toast.tsx'
import { useAddress } from './asked.ts'
import { copy } from './copy-button.tsx'
import { useLookAgain } from './edits.ts'

/** What can be done from here. Managers look; who is deleted cannot be pinned, as deletion ends every pin. */
export function UserActions({ user }: { readonly user: User }) {
  const { go } = useAddress()
  const navigate = useNavigate()
  const again = useLookAgain(user.id)
  const mayEdit = useQuery(sessionQuery).data?.session?.role !== 'manager'
  const lookAgain = () =>
    again.mutate(undefined, {
      onSuccess: ({ changed, stopped }) =>
        say({
          title: text('user.lookedAgain', { count: changed }),
          ...(stopped > 0 && { about: text('user.lookedStopped', { count: stopped }), look: 'warn' as const }),
        }),
      onError: (error) => say({ title: text('user.notDone'), about: error.message, look: 'bad' }),
    })
  return (
    <>
      <Button icon="question" onPress={() => go({ open: 'what-if' })}>
        {text('user.whatIf')}
      </Button>
      {mayEdit && (
        <>
          <Button icon="bolt" isPending={again.isPending} onPress={lookAgain}>
            {text('user.lookAgain')}
          </Button>
          <Button icon="pin" isDisabled={user.deletedAt !== null} onPress={() => go({ open: 'pin' })}>
            {text('user.pin')}
          </Button>
        </>
      )}
      <Menu label={text('user.moreActions')} trigger={<IconButton icon="dots" label={text('user.moreActions')} />}>
        <MenuActions
          actions={[
            {
              id: 'link',
              name: text('user.copyLink'),
              icon: 'link',
              onAction: () => void copy(window.location.href),
            },
            {
              id: 'mine',
              name: text('user.asTheySee'),
              icon: 'users',
              onAction: () => void navigate({ to: '/me', search: { user: user.id } }),
            },
            {
              id: 'activity',
              name: text('user.activity'),
              icon: 'activity',
              onAction: () => void navigate({ to: '/activity', search: { user: user.id } }),
            },
          ]}
        />
      </Menu>
    </>
  )
}
