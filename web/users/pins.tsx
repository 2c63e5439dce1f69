import { useQuery } from '@tanstack/react-query'
import type { Pin } from '../../src/contract/pin.ts'
import type { User } from '../../src/contract/user.ts'
import { text } from '../locales/text.ts'
import { sessionQuery } from '../signin/queries.ts'
import { Answer, Empty, Lines } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { say } from '../ui/toast.tsx'
import { useAddress } from './asked.ts'
import { useEndPin, usePin } from './edits.ts'
import { againAs } from './pin-draft.ts'
import { pinnedText } from './pin-words.ts'
import { usePinsOf } from './queries.ts'

/** The exceptions in force for a user: ended with one press, and back with another. */
export function Pins({ user }: { readonly user: User }) {
  const pins = usePinsOf(user.id)
  const { go } = useAddress()
  const mayEdit = useQuery(sessionQuery).data?.session?.role !== 'manager'
  const end = useEnd()
  const add = mayEdit && user.deletedAt === null && (
    <Button icon="pin" onPress={() => go({ open: 'pin' })}>
      {text('user.pin')}
    </Button>
  )
  return (
    <Answer to={pins} skeleton={<Lines count={2} />}>
      {(found) =>
        found.length === 0 ? (
          <Empty icon="pin" title={text('user.noPins')} about={text('user.pinAbout')} actions={add} />
        ) : (
          <>
            {add && <div>{add}</div>}
            <Panel flush>
              <Table
                label={text('user.tab.pins')}
                columns={mayEdit ? [...columns, endColumn(end)] : columns}
                rows={found}
                rowKey={({ id }) => id}
              />
            </Panel>
          </>
        )
      }
    </Answer>
  )
}

function useEnd(): (pin: Pin) => void {
  const end = useEndPin()
  const pin = usePin()
  const failed = (error: Error) => say({ title: text('user.notDone'), about: error.message, look: 'bad' })
  return (ended) =>
    end.mutate(ended, {
      onSuccess: () =>
        say({
          title: text('user.pinEnded'),
          about: pinnedText(ended),
          undo: () => pin.mutate(againAs(ended), { onError: failed }),
        }),
      onError: failed,
    })
}

const columns: readonly Column<Pin>[] = [
  {
    id: 'what',
    name: text('user.pinned'),
    width: 'minmax(0, 4fr)',
    card: 'title',
    cell: (pin) => <bdi className="font-semibold">{pinnedText(pin)}</bdi>,
  },
  {
    id: 'reason',
    name: text('user.reason'),
    width: 'minmax(0, 6fr)',
    card: 'line',
    cell: ({ reason, createdBy, createdAt }) => (
      <span>
        <bdi className="wrap-anywhere">{reason}</bdi>
        <span className="block text-sm text-ink-soft">
          {text('user.by', { name: createdBy })} · <Moment at={createdAt} />
        </span>
      </span>
    ),
  },
  {
    id: 'ends',
    name: text('user.ends'),
    width: '9rem',
    cell: ({ endsAt }) => (
      <span className="text-sm text-ink-soft">
        {endsAt === null ? text('user.endsNever') : <Moment at={endsAt} form="short" />}
      </span>
    ),
  },
]

const endColumn = (end: (pin: Pin) => void): Column<Pin> => ({
  id: 'end',
  name: text('user.endPin'),
  width: '6rem',
  card: 'plain',
  quietName: true,
  cell: (pin) => (
    <Button
      look="quiet"
      aria-label={text('user.endPinOf', { pin: pinnedText(pin) })}
      onPress={() => end(pin)}
      className="min-h-7! px-2!"
    >
      {text('user.endPin')}
    </Button>
  ),
})
