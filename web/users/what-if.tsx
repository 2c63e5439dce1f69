import { useState } from 'react'
import type { User } from '../../src/contract/user.ts'
import type { WhatIfInput } from '../../src/contract/what-if.ts'
import { text } from '../locales/text.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Checkbox, type Option, Select } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { labelClass, TextField } from '../ui/field.tsx'
import { useAddress } from './asked.ts'
import { useWhatIf } from './edits.ts'
import { PickMany } from './pick-many.tsx'
import { useSettled } from './pin-plan.tsx'
import { useGroup, useGroupSearch, useGroupsOf } from './queries.ts'
import { WhatIfOutcome } from './what-if-outcome.tsx'

/** Somebody as they are imagined: other groups, another record. Nothing is changed by asking. */
export function WhatIfDialog({ user }: { readonly user: User }) {
  const { search, go } = useAddress()
  const close = () => go({ open: undefined, group: undefined })
  const first = useGroup(search.open === 'what-if' ? search.group : undefined)
  const isReady = search.group === undefined || !first.isPending
  return (
    <Dialog
      title={text('user.whatIfTitle', { name: user.displayName || user.userName })}
      isOpen={search.open === 'what-if' && isReady}
      onClose={close}
      place="side"
    >
      <Imagined user={user} first={first.data} />
    </Dialog>
  )
}

interface Attribute {
  readonly name: string
  readonly value: string
}

function Imagined({ user, first }: { readonly user: User; readonly first: Option | undefined }) {
  const [added, setAdded] = useState<readonly Option[]>(first ? [{ id: first.id, name: first.name }] : [])
  const [left, setLeft] = useState<readonly Option[]>([])
  const [attributes, setAttributes] = useState<readonly Attribute[]>([])
  const [active, setActive] = useState(user.active)
  const [typed, setTyped] = useState('')
  const found = useGroupSearch(useSettled(typed, 150)).data?.groups ?? []
  const named = attributes.filter(({ name }) => name !== '')
  const isOther = added.length + left.length + named.length > 0 || active !== user.active
  const input: WhatIfInput | undefined = isOther
    ? {
        ...(added.length > 0 && { addGroups: added.map(({ id }) => id) }),
        ...(left.length > 0 && { removeGroups: left.map(({ id }) => id) }),
        ...(named.length > 0 && {
          attributes: Object.fromEntries(named.map(({ name, value }) => [name, value === '' ? null : value])),
        }),
        ...(active !== user.active && { active }),
      }
    : undefined
  const outcome = useWhatIf(user.id, useSettled(input, 200))
  return (
    <div className="flex flex-col gap-4">
      <p className="text-md text-ink-soft">{text('user.whatIfAbout')}</p>
      <PickMany
        label={text('user.addGroup')}
        options={found.map(({ id, name, membersInAll }) => ({
          id,
          name,
          hint: text('user.members', { count: membersInAll }),
        }))}
        chosen={added}
        onSearch={setTyped}
        onChange={setAdded}
      />
      <GroupsLeft user={user} left={left} onChange={setLeft} />
      <Attributes attributes={attributes} onChange={setAttributes} />
      <Checkbox isSelected={active} onChange={setActive}>
        {text('user.activeInDirectory')}
      </Checkbox>
      <WhatIfOutcome
        outcome={{ ...outcome, data: isOther ? outcome.data : undefined }}
        isAsked={isOther}
        source={user.source.name}
        added={added}
        left={left}
      />
    </div>
  )
}

/** The groups they are in by the source's word: without its tick they are not. */
function GroupsLeft({
  user,
  left,
  onChange,
}: {
  readonly user: User
  readonly left: readonly Option[]
  readonly onChange: (left: readonly Option[]) => void
}) {
  const direct = useGroupsOf(user.id).data?.groups.filter((group) => group.direct) ?? []
  if (direct.length === 0) return null
  return (
    <fieldset>
      <legend className={labelClass}>{text('user.inGroups')}</legend>
      <div className="max-h-48 overflow-auto">
        {direct.map(({ id, name }) => (
          <Checkbox
            key={id}
            isSelected={!left.some((group) => group.id === id)}
            onChange={(stays) => onChange(stays ? left.filter((group) => group.id !== id) : [...left, { id, name }])}
          >
            <bdi>{name}</bdi>
          </Checkbox>
        ))}
      </div>
    </fieldset>
  )
}

/** Those that conditions of rules look at most. */
const names = [
  'department',
  'title',
  'userType',
  'organization',
  'division',
  'costCenter',
  'employeeNumber',
  'preferredLanguage',
  'locale',
] as const

function Attributes({
  attributes,
  onChange,
}: {
  readonly attributes: readonly Attribute[]
  readonly onChange: (attributes: readonly Attribute[]) => void
}) {
  const free = names.filter((name) => !attributes.some((each) => each.name === name))
  const set = (index: number, change: Partial<Attribute>) =>
    onChange(attributes.map((each, at) => (at === index ? { ...each, ...change } : each)))
  return (
    <div className="flex flex-col gap-2">
      {attributes.map(({ name, value }, index) => (
        <div key={name} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-end gap-2">
          <Select
            label={text('user.attribute')}
            options={[name, ...free].map((id) => ({ id, name: id }))}
            value={name}
            onChange={(chosen) => set(index, { name: chosen })}
          />
          <TextField label={text('user.value')} value={value} onChange={(typed) => set(index, { value: typed })} />
          <IconButton
            icon="close"
            label={text('user.takeOut', { name })}
            onPress={() => onChange(attributes.filter((_, at) => at !== index))}
            className="mb-0.5"
          />
        </div>
      ))}
      {free[0] !== undefined && (
        <Button
          icon="plus"
          look="quiet"
          className="-ml-3 self-start"
          onPress={() => onChange([...attributes, { name: free[0]!, value: '' }])}
        >
          {text('user.addAttribute')}
        </Button>
      )}
    </div>
  )
}
