import type { ReactNode } from 'react'
import { shortMoment } from '../locales/moment.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { momentIn } from './moment.ts'

interface Props {
  readonly at: string | undefined
  readonly onChange: (at: string | undefined) => void
  /** What of it is not as it was then. */
  readonly children?: ReactNode
}

/** Above what a page shows of the past; nothing while it shows what is now. */
export function PastNotice({ at, onChange, children }: Props) {
  if (at === undefined) return null
  const moment = momentIn(at)
  return (
    <Notice
      live
      look={moment ? 'past' : 'warn'}
      title={moment ? text('history.past', { moment: shortMoment(moment) }) : text('history.noMoment')}
      actions={<Button onPress={() => onChange(undefined)}>{text('history.backToNow')}</Button>}
    >
      {moment && children}
    </Notice>
  )
}
