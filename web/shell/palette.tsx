import { useState } from 'react'
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components'
import { text } from '../locales/text.ts'
import { optionClass } from '../ui/choice.tsx'
import { Icon } from '../ui/icon.tsx'
import { Key } from './keys-dialog.tsx'
import { type Entry, useEntries } from './palette-entries.ts'

/** ⌘K: goes anywhere, finds anybody, does what is done often, and answers "why ada webinar". */
export function Palette({ onClose, onKeys }: { readonly onClose: () => void; readonly onKeys: () => void }) {
  const [typed, setTyped] = useState('')
  const sections = useEntries(typed, onKeys)
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className="fixed inset-0 z-50 flex justify-center bg-veil px-4 pt-[12vh]"
    >
      <Modal className="h-fit w-full max-w-xl overflow-hidden rounded-xl bg-raised shadow-raised">
        <Dialog aria-label={text('palette.title')} className="max-h-[70vh] overflow-auto outline-none">
          <Autocomplete inputValue={typed} onInputChange={setTyped}>
            <SearchField
              aria-label={text('palette.title')}
              autoFocus
              className="sticky top-0 z-10 flex items-center border-b border-line bg-raised gap-2.5 px-4"
            >
              <Icon name="search" className="text-ink-soft" />
              <Input
                placeholder={text('palette.placeholder')}
                className="min-h-12 min-w-0 flex-1 bg-transparent text-md outline-none placeholder:text-ink-soft [&::-webkit-search-cancel-button]:hidden"
              />
              <Key>Esc</Key>
            </SearchField>
            <Menu
              aria-label={text('palette.title')}
              onClose={onClose}
              className="p-1.5 outline-none"
              renderEmptyState={() => (
                <p className="px-2 py-6 text-center text-md text-ink-soft">{text('palette.none')}</p>
              )}
            >
              {sections.map(({ id, name, entries }) => (
                <MenuSection key={id} id={id}>
                  <Header className="px-2 pt-2 pb-1 text-xs font-medium text-ink-soft">{name}</Header>
                  {entries.map((entry) => (
                    <Line key={entry.id} entry={entry} />
                  ))}
                </MenuSection>
              ))}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Line({ entry: { id, name, about, icon, onAction } }: { readonly entry: Entry }) {
  return (
    <MenuItem id={id} textValue={name} onAction={onAction} className={`${optionClass} min-h-9`}>
      <Icon name={icon} className="text-ink-soft" />
      <span className="min-w-0 flex-1 truncate">
        <bdi>{name}</bdi>
      </span>
      {about && <span className="max-w-1/2 truncate text-sm text-ink-soft">{about}</span>}
    </MenuItem>
  )
}
