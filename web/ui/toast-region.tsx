import {
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { text } from '../locales/text.ts'
import { Button, IconButton } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import { queue, type Said } from './toast.tsx'

const looks: Readonly<Record<NonNullable<Said['look']>, { colour: string; icon: IconName }>> = {
  good: { colour: 'text-good', icon: 'check' },
  warn: { colour: 'text-warn', icon: 'exclamation' },
  bad: { colour: 'text-bad', icon: 'exclamation' },
}

/** Where no form has its buttons: at the start of the page's foot, or below its head where it is narrow. */
export function ToastsRegion() {
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
