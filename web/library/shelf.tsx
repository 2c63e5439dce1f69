import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Reference } from '../../src/contract/reference.ts'
import { text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Menu, MenuActions } from '../ui/menu.tsx'
import { Panel } from '../ui/page.tsx'
import { aboveRowLinkClass, type Column, rowLinkClass } from '../ui/table.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import { DeletionDialog } from './deletion.tsx'
import { EntryForm } from './entry-form.tsx'
import { type Entry, type Shelf, useRulesUsing, useShelf } from './queries.ts'
import { type Branch, treeOf } from './tree.ts'
import { UsedBy } from './used-by.tsx'

const route = getRouteApi('/signed-in/shell/library')
const NEW = 'new'

/** One kind of thing that rules can hand out: all of it, by name; user groups as the tree they are. */
export function ShelfOf({ shelf }: { readonly shelf: Shelf }) {
  const { edit } = route.useSearch()
  const navigate = route.useNavigate()
  const entries = useShelf(shelf)
  const rulesUsing = useRulesUsing()
  const [deleting, setDeleting] = useState<Entry>()
  const open = (id: string | undefined) =>
    void navigate({ search: { tab: shelf, ...(id !== undefined && { edit: id }) }, replace: true, resetScroll: false })
  const adding = (
    <Button look="primary" icon="plus" onPress={() => open(NEW)}>
      {text(`library.add.${shelf}`)}
    </Button>
  )
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose min-w-0 flex-1 basis-64 text-md text-ink-soft">{text(`library.about.${shelf}`)}</p>
        {entries.data && entries.data.length > 0 && adding}
      </div>
      <Answer to={entries}>
        {(all) => (
          <>
            {all.length === 0 ? (
              <Empty
                icon="library"
                title={text(`library.empty.${shelf}`)}
                about={text('library.emptyHint')}
                actions={adding}
              />
            ) : (
              <Panel flush>
                <VirtualTable
                  label={text(`library.tabs.${shelf}`)}
                  columns={columnsFor(shelf, rulesUsing, setDeleting)}
                  rows={treeOf(all)}
                  rowKey={({ group }) => group.id}
                />
              </Panel>
            )}
            {(edit === NEW || all.some(({ id }) => id === edit)) && (
              <EntryForm
                key={edit}
                shelf={shelf}
                all={all}
                entry={all.find(({ id }) => id === edit)}
                onClose={() => open(undefined)}
              />
            )}
          </>
        )}
      </Answer>
      {deleting && (
        <DeletionDialog name={deleting.name} path={`${shelf}/${deleting.id}`} onClose={() => setDeleting(undefined)} />
      )}
    </>
  )
}

function columnsFor(
  shelf: Shelf,
  rulesUsing: (id: string) => readonly Reference[],
  onDelete: (entry: Entry) => void,
): readonly Column<Branch>[] {
  return [
    {
      id: 'name',
      name: text('library.name'),
      width: 'minmax(0, 1fr)',
      card: 'title',
      cell: ({ group: { id, name, parent }, depth }) => (
        <span className="block min-w-0" style={{ paddingInlineStart: `${Math.min(depth, 12) * 1.25}rem` }}>
          <Link
            to="/library"
            search={{ tab: shelf, edit: id }}
            resetScroll={false}
            className={`${rowLinkClass} break-words`}
          >
            <bdi>{name}</bdi>
          </Link>
          {parent && <span className="sr-only"> {text('library.isUnder', { name: parent.name })}</span>}
        </span>
      ),
    },
    {
      id: 'rules',
      name: text('library.usedBy'),
      width: 'minmax(0, 1fr)',
      card: 'line',
      cell: ({ group }) => <UsedBy rules={rulesUsing(group.id)} />,
    },
    {
      id: 'acts',
      name: text('library.acts'),
      quietName: true,
      width: '2rem',
      card: 'corner',
      cell: ({ group }) => <Acts shelf={shelf} entry={group} onDelete={onDelete} />,
    },
  ]
}

function Acts({
  shelf,
  entry,
  onDelete,
}: {
  readonly shelf: Shelf
  readonly entry: Entry
  readonly onDelete: (entry: Entry) => void
}) {
  const navigate = route.useNavigate()
  const label = text('library.actsOf', { name: entry.name })
  return (
    <Menu label={label} trigger={<IconButton icon="dots" label={label} className={aboveRowLinkClass} />}>
      <MenuActions
        actions={[
          {
            id: 'edit',
            icon: 'pen',
            name: text(shelf === 'user-groups' ? 'library.renameMove' : 'library.rename'),
            onAction: () => void navigate({ search: { tab: shelf, edit: entry.id }, resetScroll: false }),
          },
          { id: 'delete', icon: 'trash', danger: true, name: text('library.delete'), onAction: () => onDelete(entry) },
        ]}
      />
    </Menu>
  )
}
