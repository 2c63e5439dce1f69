import { useCallback, useState } from 'react'
import type { Reference } from '../../src/contract/reference.ts'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { usePlannedChanges } from './queries.ts'

interface Props {
  readonly plan: string
  readonly product: Reference
  readonly chosen: ReadonlySet<string>
  readonly onChange: (users: ReadonlySet<string>) => void
  readonly onClose: () => void
}

/** Who of a product's losers shall lose it, by name. */
export function ChooseLosers({ plan, product, chosen, onChange, onClose }: Props) {
  const [search, setSearch] = useState('')
  const losers = usePlannedChanges(plan, { outcome: 'lose', product: product.id, ...(search && { search }) })
  const onSearch = useCallback((typed: string) => setSearch(typed), [])
  const rows = losers.data?.pages.flatMap((page) => page.changes)
  const toggle = (user: string, isChosen: boolean) => {
    const next = new Set(chosen)
    if (isChosen) next.add(user)
    else next.delete(user)
    onChange(next)
  }
  return (
    <Dialog isOpen place="side" onClose={onClose} title={text('plans.chooseTitle', { product: product.name })}>
      <div className="flex flex-col gap-3">
        <SearchField
          label={text('plans.searchUser')}
          placeholder={text('plans.searchPlaceholder')}
          value={search}
          onSearch={onSearch}
        />
        <Answer to={{ data: rows, error: losers.error, refetch: losers.refetch }}>
          {(found) =>
            found.length === 0 ? (
              <p className="text-md text-ink-soft">{text('plans.noneFound')}</p>
            ) : (
              <ul>
                {found.map(({ user }) => (
                  <li key={user.id}>
                    <Checkbox isSelected={chosen.has(user.id)} onChange={(isChosen) => toggle(user.id, isChosen)}>
                      <bdi>{user.name}</bdi>
                    </Checkbox>
                  </li>
                ))}
              </ul>
            )
          }
        </Answer>
        {losers.hasNextPage && (
          <Button isPending={losers.isFetchingNextPage} onPress={() => void losers.fetchNextPage()}>
            {text('plans.moreNames')}
          </Button>
        )}
        <div className="sticky bottom-0 -mx-5 -mb-5 flex items-center justify-end gap-2 border-t border-line bg-surface px-5 py-3">
          <Button look="quiet" isDisabled={chosen.size === 0} onPress={() => onChange(new Set())}>
            {text('plans.chooseNobody')}
          </Button>
          <Button look="primary" onPress={onClose}>
            {text('plans.chooseDone', { count: chosen.size })}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
