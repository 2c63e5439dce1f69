import {
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { text } from '../locales/text.ts'
import { Button, IconButton } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'

interface Said {
  readonly title: string
  readonly about?: string
  readonly look?: 'good' | 'warn' | 'bad'
  /** What takes it back. */
  readonly undo?: () => void
}

const queue = new ToastQueue<Said>({ maxVisibleToasts: 3 })
const looks: Readonly<Record<NonNullable<Said['look']>, { colour: string; icon: IconName }>> = {
  good: { colour: 'text-good', icon: 'check' },
  warn: { colour: 'text-warn', icon: 'exclamation' },
  bad: { colour: 'text-bad', icon: 'exclamation' },
}

/**
 * Says in the corner what was done, and offers to take it back. What can be taken back stays 20 seconds (longer while it
 * is pointed at or has the focus), the rest 6; what went wrong stays until it is dismissed.
 *
 * @returns closes it: for what can no longer be taken back
 */
export function say(said: Said): () => void {
  const key = queue.add(said, said.look === 'bad' ? {} : { timeout: said.undo ? 20_000 : 6_000 })
  return () => {
    const focused = document.activeElement
    queue.close(key)
    // React Aria may give the focus to the next notice, though the one that went had it long ago.
    requestAnimationFrame(() => {
      if (
        focused instanceof HTMLElement &&
        focused.isConnected &&
        document.activeElement?.closest('[role="alertdialog"]')
      )
        focused.focus()
    })
  }
}

/** Once, beside the pages; where no form has its buttons: at the start of the page's foot, or below its head where it is narrow. */
export function Toasts() {
  return (
    <ToastRegion
      queue={queue}
      aria-label={text('ui.notices')}
      className="fixed top-14 left-4 z-50 flex max-w-[calc(100vw-2rem)] flex-col-reverse gap-2 outline-none sm:top-auto sm:bottom-4 md:left-58"
    >
      {({ toast }) => {
        const { title, about, look = 'good', undo } = toast.content
        return (
          <Toast
            toast={toast}
            className="flex w-96 max-w-full items-start gap-2.5 rounded-lg bg-raised py-2.5 pr-2 pl-3.5 shadow-raised forced-colors:border"
          >
            <Icon name={looks[look].icon} className={`mt-1 ${looks[look].colour}`} />
            <ToastContent className="flex min-w-0 flex-1 flex-col py-0.5">
              <Text slot="title" className="text-md font-medium">
                {title}
              </Text>
              {about && (
                <Text slot="description" className="text-sm text-ink-soft">
                  {about}
                </Text>
              )}
            </ToastContent>
            {undo && (
              <Button
                look="quiet"
                onPress={() => {
                  queue.close(toast.key)
                  undo()
                }}
              >
                {text('ui.undo')}
              </Button>
            )}
            <IconButton icon="close" label={text('ui.dismiss')} slot="close" />
          </Toast>
        )
      }}
    </ToastRegion>
  )
}
