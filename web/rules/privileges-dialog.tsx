import { useState } from 'react'
import type { Privilege } from '../../src/contract/role.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'

/** In the order they are shown, each below the one that it is a part of. */
const privileges = [
  ['manage-users', ['manage-user-product-settings']],
  ['manage-seats', []],
  ['manage-user-groups', []],
  ['manage-device-groups', []],
  ['manage-settings-templates', []],
  ['run-reports', ['access-recordings']],
  ['manage-account', []],
  ['view-invoices', ['view-and-pay-invoices']],
] as const satisfies readonly (readonly [Privilege, readonly Privilege[]])[]

export function inOrder(chosen: readonly Privilege[]): readonly Privilege[] {
  return privileges.flatMap(([whole, parts]) => [whole, ...parts]).filter((each) => chosen.includes(each))
}

interface Props {
  readonly chosen: readonly Privilege[]
  readonly onApply: (chosen: readonly Privilege[]) => void
  readonly onClose: () => void
}

/** What a manager may do. A part cannot be had without what it is part of: ticking it brings that, and goes with it. */
export function PrivilegesDialog({ chosen, onApply, onClose }: Props) {
  const [picked, setPicked] = useState<ReadonlySet<Privilege>>(() => new Set(chosen))
  const tick = (on: boolean, ...those: readonly Privilege[]) => {
    const next = new Set(picked)
    for (const each of those) {
      if (on) next.add(each)
      else next.delete(each)
    }
    setPicked(next)
  }
  return (
    <Dialog isOpen onClose={onClose} title={text('rule.privileges')}>
      <p className="text-sm text-ink-soft">{text('rule.privilegesHint')}</p>
      <fieldset className="mt-2">
        <legend className="sr-only">{text('rule.privileges')}</legend>
        {privileges.map(([whole, parts]) => (
          <div key={whole}>
            <Checkbox
              isSelected={picked.has(whole)}
              onChange={(on) => (on ? tick(true, whole) : tick(false, whole, ...parts))}
            >
              {text(`privilege.${whole}`)}
            </Checkbox>
            {parts.map((part) => (
              <div key={part} className="ml-2 border-l border-line pl-4.5">
                <Checkbox
                  isSelected={picked.has(part)}
                  onChange={(on) => (on ? tick(true, whole, part) : tick(false, part))}
                >
                  <span>
                    {text(`privilege.${part}`)}{' '}
                    <span className="text-sm text-ink-soft">
                      {text('rule.partOf', { whole: text(`privilege.${whole}`) })}
                    </span>
                  </span>
                </Checkbox>
              </div>
            ))}
          </div>
        ))}
      </fieldset>
      <div className="mt-4 flex flex-wrap items-center justify-end gap-2">
        <Button
          look="quiet"
          className="mr-auto"
          onPress={() => tick(true, ...privileges.flatMap(([whole, parts]) => [whole, ...parts]))}
        >
          {text('rule.allPrivileges')}
        </Button>
        <Button onPress={onClose}>{text('ui.cancel')}</Button>
        <Button
          look="primary"
          isDisabled={picked.size === 0}
          onPress={() => {
            onApply(inOrder([...picked]))
            onClose()
          }}
        >
          {text('rule.applyPrivileges', { count: picked.size })}
        </Button>
      </div>
    </Dialog>
  )
}
