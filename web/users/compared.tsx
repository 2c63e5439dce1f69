import type { ReactNode } from 'react'
import type { UserDifference } from '../../src/contract/compare.ts'
import type { Reference } from '../../src/contract/reference.ts'
import type { Role } from '../../src/contract/role.ts'
import type { User } from '../../src/contract/user.ts'
import { languageName, list, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Answer } from '../ui/answer.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, MenuActions } from '../ui/menu.tsx'
import { Moment } from '../ui/moment.tsx'
import { useAddress } from './asked.ts'
import { useDifference } from './queries.ts'

const DAY = 86_400_000
const distances = [
  ['yesterday', DAY],
  ['week', 7 * DAY],
  ['month', 30 * DAY],
] as const

/** With which earlier moment the one that is shown is compared. */
export function CompareWith() {
  const { search, go } = useAddress()
  const shown = search.at === undefined ? Date.now() : Date.parse(search.at)
  const actions = [
    ...distances.map(([id, distance]) => ({
      id,
      name: text(`user.compare.${id}`),
      onAction: () => go({ compare: new Date(shown - distance).toISOString() }),
    })),
    ...(search.at === undefined
      ? []
      : [{ id: 'now', name: text('user.compare.now'), onAction: () => go({ compare: new Date().toISOString() }) }]),
  ]
  return (
    <Menu
      label={text('user.compareWith')}
      trigger={
        <Button icon="history" look={search.compare === undefined ? 'quiet' : 'plain'}>
          {text('user.compareWith')}
        </Button>
      }
    >
      <MenuActions actions={actions} />
    </Menu>
  )
}

/** What differs between two moments, whichever is the earlier. */
export function Compared({ user }: { readonly user: User }) {
  const { search, go } = useAddress()
  if (search.compare === undefined) return null
  const [from, to] =
    search.at !== undefined && Date.parse(search.at) < Date.parse(search.compare)
      ? [search.at, search.compare]
      : [search.compare, search.at]
  return (
    <section aria-label={text('user.difference')} className="relative rounded-xl border border-line bg-surface p-4">
      <IconButton
        icon="close"
        label={text('user.compareClose')}
        onPress={() => go({ compare: undefined })}
        className="absolute top-2 right-2"
      />
      <h2 className="flex flex-wrap items-baseline gap-x-1.5 pr-10 text-md font-semibold">
        {text('user.difference')}
        <span className="text-sm font-normal text-ink-soft">
          <Moment at={from} form="short" /> → {to === undefined ? text('user.now') : <Moment at={to} form="short" />}
        </span>
      </h2>
      <div className="mt-2">
        <Differences user={user.id} from={from} to={to} />
      </div>
    </section>
  )
}

interface Moments {
  readonly user: string
  readonly from: string
  readonly to: string | undefined
}

function Differences({ user, from, to }: Moments) {
  const difference = useDifference(user, from, to)
  return (
    <Answer to={difference} skeleton={<div className="skeleton h-4 w-1/2" />}>
      {({ users: [found] }) => {
        const rows = found ? rowsOf(found) : []
        if (rows.length === 0) return <p className="text-md text-ink-soft">{text('user.sameThen')}</p>
        return (
          <dl className="grid grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)] gap-x-4 gap-y-1 text-md max-sm:grid-cols-1">
            {rows.map(({ name, was, is }) => (
              <div key={name} className="contents">
                <dt className="text-ink-soft">{name}</dt>
                <dd className="flex min-w-0 flex-wrap items-center gap-x-1.5">
                  <span className="text-ink-soft">{was}</span>
                  <Icon name="right" className="size-3.5! text-ink-soft" />
                  <span className="sr-only">{text('user.becomes')}</span>
                  <span className="font-medium">{is}</span>
                </dd>
              </div>
            ))}
          </dl>
        )
      }}
    </Answer>
  )
}

interface Row {
  readonly name: string
  readonly was: ReactNode
  readonly is: ReactNode
}

const row = <Value,>(
  name: string,
  values: { readonly from: Value; readonly to: Value } | undefined,
  say: (value: Value) => string,
): Row[] => (values ? [{ name, was: say(values.from), is: say(values.to) }] : [])

function rowsOf(found: UserDifference): readonly Row[] {
  const none = text('user.none')
  const named = (value: Reference | null) => value?.name ?? none
  const template = (value: Reference | null) => value?.name ?? text('user.default')
  const groups = (value: readonly Reference[]) => (value.length === 0 ? none : list(value.map(({ name }) => name)))
  const role = (value: Role) =>
    value.role === 'manager'
      ? `${text('role.manager')} (${list(value.privileges.map((each) => text(`privilege.${each}`)))})`
      : text(`role.${value.role}`)
  return [
    ...found.seats.flatMap(({ product, from, to }) =>
      row(product.name, { from, to }, (stand) => {
        if (!stand) return text('user.noSeat')
        const name = productName(product, stand.tier)
        return stand.state === 'grace' ? text('seat.grace', { name }) : name
      }),
    ),
    ...row(text('user.field.role'), found.role, role),
    ...row(text('user.field.user-group'), found.userGroup, named),
    ...row(text('user.field.device-groups'), found.deviceGroups, groups),
    ...row(text('user.field.language'), found.language, (code) => (code === null ? none : languageName(code))),
    ...row(text('user.field.settings-template'), found.settingsTemplate, template),
    ...row(text('user.field.welcome-template'), found.welcomeTemplate, template),
  ]
}
