import { lazy, Suspense, useState } from 'react'
import { Button } from 'react-aria-components'
import type { Reference } from '../../src/contract/reference.ts'
import { text } from '../locales/text.ts'
import { Button as PlainButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'

const UserSearch = lazy(async () => ({ default: (await import('./user-search.tsx')).UserSearch }))

interface Props {
  readonly user: Reference | undefined
  readonly onChange: (user: string | undefined) => void
}

/** Whose rules are shown: everybody's, or those of the groups that one user is in. */
export function Touching({ user, onChange }: Props) {
  const [isSearching, setSearching] = useState(false)
  if (user)
    return (
      <span className="inline-flex min-h-8 max-w-full items-center gap-1 rounded-full border border-accent bg-accent-soft pl-3 text-sm text-accent-ink">
        <span className="truncate">{text('rules.touchingIs', { name: user.name })}</span>
        <Button
          aria-label={text('rules.touchingClear', { name: user.name })}
          onPress={() => onChange(undefined)}
          className="inline-flex size-8 items-center justify-center rounded-full"
        >
          <Icon name="close" />
        </Button>
      </span>
    )
  if (!isSearching)
    return (
      <PlainButton icon="search" onPress={() => setSearching(true)}>
        {text('rules.touching')}
      </PlainButton>
    )
  return (
    <Suspense>
      <UserSearch
        onChoose={(chosen) => {
          setSearching(false)
          onChange(chosen)
        }}
      />
    </Suspense>
  )
}
