import { useState } from 'react'
import type { HandOver } from '../../src/contract/conflict.ts'
import type { Reference } from '../../src/contract/reference.ts'
import type { User } from '../../src/contract/user.ts'
import { list, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { type Claim, useHandOver, useHeldBy } from './conflict-queries.ts'

interface Props {
  /** By name; or all that a source claims, of which these were loaded. */
  readonly claims: readonly Claim[]
  readonly source?: Reference | undefined
  readonly onClose: () => void
  readonly onDone: () => void
}

const SHOWN = 8

/** What becomes of the addresses and of those who have them now, before it is done. */
export function HandOverDialog({ claims, source, onClose, onDone }: Props) {
  const hand = useHandOver()
  const [confirm, setConfirm] = useState(false)
  const owners = useHeldBy(claims.map(({ owner }) => owner.user))
  const to: HandOver = {
    ...(source ? { source: source.id } : { users: claims.map(({ claimant }) => claimant.user.id) }),
    ...(confirm && { confirm }),
  }
  const back = source ? [] : claims.map(({ owner }) => owner.user.id)
  const title = source
    ? text('conflicts.handAllTo', { source: source.name })
    : text('conflicts.handTitle', { count: claims.length })
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <div className="flex flex-col gap-4">
        {hand.error && <Notice live look="bad" title={hand.error.message} />}
        <ul className="flex flex-col gap-2.5">
          {claims.slice(0, SHOWN).map((claim) => (
            <Consequence
              key={claim.claimant.user.id}
              claim={claim}
              owner={owners.find(({ id }) => id === claim.owner.user.id)}
            />
          ))}
        </ul>
        {claims.length > SHOWN && (
          <p className="text-md text-ink-soft">{text('conflicts.more', { count: claims.length - SHOWN })}</p>
        )}
        <p className="text-md text-ink-soft">{text('conflicts.consequence')}</p>
        <Checkbox isSelected={confirm} onChange={setConfirm}>
          {text('conflicts.confirm')}
        </Checkbox>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>{text('ui.cancel')}</Button>
          <Button
            look="primary"
            isPending={hand.isPending}
            onPress={() => hand.mutate({ to, back }, { onSuccess: onDone })}
          >
            {source
              ? text('conflicts.handAllTo', { source: source.name })
              : text('conflicts.hand', { count: claims.length })}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function Consequence({
  claim: { address, owner, claimant },
  owner: known,
}: {
  readonly claim: Claim
  readonly owner: User | undefined
}) {
  const held = known?.seats
    .filter(({ state }) => state === 'held')
    .map(({ product, tier }) => productName(product, tier))
  return (
    <li className="border-l-2 border-line pl-3 text-md">
      <bdi className="font-semibold break-all">{address}</bdi>
      <span className="block">
        {text('conflicts.fromTo', {
          from: owner.user.name,
          fromSource: owner.source.name,
          to: claimant.user.name,
          toSource: claimant.source.name,
        })}
      </span>
      {held && (
        <span className="block text-sm text-ink-soft">
          {held.length === 0
            ? text('conflicts.holdsNothing', { name: owner.user.name })
            : text('conflicts.holds', { name: owner.user.name, products: list(held) })}
        </span>
      )}
    </li>
  )
}
