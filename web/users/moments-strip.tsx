import { useLayoutEffect, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { User } from '../../src/contract/user.ts'
import { changeText } from '../activity/act.ts'
import { sinceMoment, wholeMoment } from '../locales/moment.ts'
import { list, text } from '../locales/text.ts'
import { useAddress } from './asked.ts'
import { useMoments } from './queries.ts'
import { type Placed, placed, placeOf } from './strip.ts'

/** When something changed for a user, on a line from the first of it to now. The timeline below says the same as a table. */
export function MomentsStrip({ user }: { readonly user: User }) {
  const changes = useMoments(user.id).data
  const { search, go } = useAddress()
  const { width, ref } = useWidth()
  const [now] = useState(Date.now)
  if (!changes || changes.length === 0) return null
  const dots = placed(changes, width, now)
  const marks = [search.at, search.compare].filter((at) => at !== undefined && !dots.some((dot) => dot.at === at))
  return (
    <div className="flex min-w-0 flex-1 basis-80 items-center gap-3 text-xs text-ink-soft">
      <span className="shrink-0 tabular-nums max-sm:hidden">
        {dots[0] && sinceMoment(new Date(dots[0].at), new Date(now))}
      </span>
      <div ref={ref} className="relative h-8 min-w-0 flex-1">
        <span aria-hidden="true" className="absolute inset-x-0 top-1/2 h-px bg-edge" />
        {marks.map((at) => (
          <span
            key={at}
            aria-hidden="true"
            className={`absolute inset-y-1 w-0.5 rounded-full ${at === search.at ? 'bg-ink' : 'bg-warn'}`}
            style={{ left: placeOf(Date.parse(at), dots, width, now) - 1 }}
          />
        ))}
        <ol aria-label={text('user.strip')}>
          {width > 0 &&
            dots.map((dot) => (
              <li key={dot.at} className="absolute inset-y-0 -ml-3.5" style={{ left: dot.x }}>
                <Dot
                  dot={dot}
                  isShown={dot.at === search.at}
                  onPress={() => go({ at: dot.at === search.at ? undefined : dot.at, why: undefined })}
                />
              </li>
            ))}
        </ol>
      </div>
      <span className="shrink-0 max-sm:hidden">{text('user.now')}</span>
    </div>
  )
}

interface DotProps {
  readonly dot: Placed
  readonly isShown: boolean
  readonly onPress: () => void
}

function Dot({ dot: { at, changes }, isShown, onPress }: DotProps) {
  const what = list(changes.slice(0, 3).map(changeText))
  const name = text('user.dot', { moment: wholeMoment(new Date(at)), count: changes.length, changes: what })
  const look = isShown ? 'border-accent bg-accent text-on-accent' : 'border-accent bg-surface text-accent-ink'
  return (
    <AriaButton
      aria-label={name}
      aria-pressed={isShown}
      onPress={onPress}
      className="group flex size-full w-7 items-center justify-center rounded-full"
    >
      <span
        // What a pointer reads is what a screen reader is told.
        title={name}
        className={`flex items-center justify-center rounded-full border-2 font-medium tabular-nums transition-transform group-data-[hovered]:scale-115 motion-reduce:transition-none ${look} ${changes.length > 1 ? 'h-5 min-w-5 px-0.5' : 'size-3'}`}
      >
        {changes.length > 1 && changes.length}
      </span>
    </AriaButton>
  )
}

/** Measured before it is first seen, and again whenever it changes. */
function useWidth() {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const { current } = ref
    if (!current) return
    const measure = () => setWidth(Math.floor(current.clientWidth))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  })
  return { ref, width }
}
