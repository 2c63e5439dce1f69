import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { text } from '../locales/text.ts'
import { IconButton } from './button.tsx'

interface Props {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  /** `side`: a drawer at the end of the page, for forms; `middle`: for a question; `wide`: for what is looked up. */
  readonly place?: keyof typeof places
  readonly children: ReactNode
}

const places = {
  middle: {
    overlay: 'flex items-center justify-center p-4',
    modal: 'max-h-[calc(100dvh-2rem)] w-full max-w-md rounded-xl',
  },
  wide: {
    overlay: 'flex items-center justify-center p-4',
    modal: 'max-h-[calc(100dvh-2rem)] w-full max-w-2xl rounded-xl',
  },
  side: { overlay: 'flex justify-end', modal: 'h-dvh w-full max-w-lg' },
}

/** Escape, the close button and a press outside close it; focus returns to where it was. */
export function Dialog({ title, isOpen, onClose, place = 'middle', children }: Props) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={place !== 'side'}
      className={`fixed inset-0 z-40 bg-veil ${places[place].overlay}`}
    >
      <Modal className={`overflow-auto bg-surface shadow-raised ${places[place].modal}`}>
        <AriaDialog className="outline-none">
          <div className="sticky top-0 z-20 flex items-center justify-between gap-4 border-b border-line bg-surface py-2.5 pr-3 pl-5">
            <Heading slot="title" className="text-lg font-semibold">
              {title}
            </Heading>
            <IconButton icon="close" label={text('ui.close')} onPress={onClose} />
          </div>
          <div className="p-5">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
