import { getRouteApi, Link } from '@tanstack/react-router'
import type { Source, Sources } from '../../src/contract/source.ts'
import { number, text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Moment } from '../ui/moment.tsx'
import { Page, Panel } from '../ui/page.tsx'
import { type Column, rowLinkClass, Table } from '../ui/table.tsx'
import { Tag } from '../ui/tag.tsx'
import { AddSource, kinds } from './add-source.tsx'
import { Health } from './health.tsx'
import { useSources } from './queries.ts'
import { endOf, endsSoon } from './trouble.ts'

const route = getRouteApi('/signed-in/shell/sources')

/** Where users and groups come from, and whether anything does. */
export function SourcesPage() {
  const { add } = route.useSearch()
  const navigate = route.useNavigate()
  const sources = useSources()
  const close = () => void navigate({ search: {}, replace: true, resetScroll: false })
  return (
    <Page
      title={text('sources.title')}
      about={sources.data && <Summary {...sources.data} />}
      actions={
        (sources.data?.sources.length ?? 0) > 0 && (
          <Link to="/sources" search={{ add: 'choose' }} className={buttonClass('primary')}>
            <Icon name="plus" />
            {text('sources.add')}
          </Link>
        )
      }
    >
      <Answer to={sources}>
        {({ sources: found }) =>
          found.length === 0 ? (
            <Empty
              icon="sources"
              title={text('sources.empty')}
              about={text('sources.emptyHint')}
              actions={<Choices />}
            />
          ) : (
            <Panel flush>
              <Table label={text('sources.title')} columns={columns} rows={found} rowKey={({ id }) => id} />
            </Panel>
          )
        }
      </Answer>
      {add !== undefined && <AddSource kind={add} onClose={close} />}
    </Page>
  )
}

function Summary({ sources }: Sources) {
  const sum = (count: (source: Source) => number) => sources.reduce((total, source) => total + count(source), 0)
  if (sources.length === 0) return null
  return text('sources.content', { users: sum(({ users }) => users), groups: sum(({ groups }) => groups) })
}

/** The two ways there are: where nothing is yet they are the page. */
export function Choices() {
  return (
    <ul className="grid w-full max-w-2xl gap-3 text-left sm:grid-cols-2">
      {kinds.map(({ kind, icon }) => (
        <li key={kind}>
          <Link
            to="/sources"
            search={{ add: kind }}
            replace
            className="flex h-full flex-col gap-1 rounded-lg border border-edge/60 p-4 hover:border-accent hover:bg-accent-soft/40"
          >
            <span className="flex items-center gap-2 text-md font-semibold">
              <Icon name={icon satisfies IconName} className="text-accent" />
              {text(`sources.kind.${kind}`)}
            </span>
            <span className="text-sm text-ink-soft">{text(`sources.kindHint.${kind}`)}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

const columns: readonly Column<Source>[] = [
  {
    id: 'name',
    name: text('sources.name'),
    width: 'minmax(0, 22fr)',
    card: 'title',
    cell: ({ id, name }) => (
      <Link to="/sources/$source" params={{ source: id }} className={`${rowLinkClass} block truncate`}>
        <bdi>{name}</bdi>
      </Link>
    ),
  },
  {
    id: 'kind',
    name: text('sources.kind'),
    width: '7rem',
    card: 'corner',
    cell: ({ kind }) => <Tag look="outline">{text(`sources.kind.${kind}`)}</Tag>,
  },
  {
    id: 'health',
    name: text('sources.contact'),
    width: 'minmax(0, 18fr)',
    card: 'line',
    cell: (source) => <Health source={source} />,
  },
  {
    id: 'users',
    name: text('sources.users'),
    width: '6rem',
    align: 'end',
    cell: ({ users }) => number(users),
  },
  {
    id: 'groups',
    name: text('sources.groups'),
    width: '6rem',
    align: 'end',
    cell: ({ groups }) => number(groups),
  },
  {
    id: 'token',
    name: text('sources.token'),
    width: 'minmax(0, 20fr)',
    card: 'line',
    cell: (source) => <TokenState source={source} />,
  },
]

function TokenState({ source: { kind, tokens } }: { readonly source: Source }) {
  if (kind !== 'scim') return <span className="text-ink-soft">–</span>
  if (tokens.length === 0) return <Tag look="bad">{text('sources.tokenNone')}</Tag>
  const last = endOf(tokens)
  if (last === null) return <span className="text-ink-soft">{text('sources.tokenEndless')}</span>
  return (
    <span className={endsSoon(last) ? 'text-warn-ink' : 'text-ink-soft'}>
      {endsSoon(last) && <Icon name="exclamation" className="mr-1 inline-block align-[-0.2em]" />}
      {text('sources.tokenUntil')} <Moment at={last} form="since" />
    </span>
  )
}
