import type { Message } from '../locales/text.ts'
import { text } from '../locales/text.ts'
import { Checkbox } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { switchKeys, useKeysOn } from './keys.ts'
import { places, setUp } from './places.ts'

const everywhere: readonly { readonly keys: readonly string[]; readonly does: Message }[] = [
  { keys: ['⌘K', 'Ctrl K'], does: 'palette.keyPalette' },
  { keys: ['/'], does: 'palette.keySearch' },
  { keys: ['j', 'k'], does: 'palette.keyRows' },
  { keys: ['Space'], does: 'palette.keyPeek' },
  { keys: ['e'], does: 'palette.keyEdit' },
  { keys: ['Alt ↑', 'Alt ↓'], does: 'palette.keyMove' },
  { keys: ['[', ']'], does: 'palette.keyBeside' },
  { keys: ['?'], does: 'palette.keyHelp' },
]

/** All keys, and the switch for those of one letter. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const areOn = useKeysOn()
  return (
    <Dialog place="wide" isOpen onClose={onClose} title={text('palette.keys')}>
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-[3fr_2fr]">
        <Keys title={text('palette.keysDo')} keys={everywhere.map(({ keys, does }) => ({ keys, does: text(does) }))} />
        <Keys
          title={text('palette.keysGo')}
          keys={[...places, ...setUp].map(({ key, name }) => ({ keys: [`g ${key}`], does: text(name) }))}
        />
      </div>
      <div className="mt-5 border-t border-line pt-3">
        <Checkbox isSelected={areOn} onChange={switchKeys}>
          {text('palette.keysSwitch')}
        </Checkbox>
      </div>
    </Dialog>
  )
}

interface KeysProps {
  readonly title: string
  readonly keys: readonly { readonly keys: readonly string[]; readonly does: string }[]
}

function Keys({ title, keys }: KeysProps) {
  return (
    <section>
      <h3 className="mb-2 text-xs font-medium text-ink-soft">{title}</h3>
      <dl className="flex flex-col gap-1.5">
        {keys.map(({ keys: names, does }) => (
          <div key={does} className="flex items-baseline justify-between gap-3 text-md">
            <dt className="order-last flex shrink-0 gap-1">
              {names.map((name) => (
                <Key key={name}>{name}</Key>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

export function Key({ children }: { readonly children: string }) {
  return (
    <kbd className="rounded border border-line bg-sunken px-1.5 font-mono text-xs whitespace-nowrap text-ink-soft">
      {children}
    </kbd>
  )
}
