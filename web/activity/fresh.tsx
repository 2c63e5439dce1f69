import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import type { Stream } from './stream.ts'

/** How many new ones wait to be seen, while somebody reads further down. It stays in sight. */
export function Fresh<Row>({ stream: { waiting, show } }: { readonly stream: Stream<Row> }) {
  // The place is kept, without room of its own: what appears there moves nothing.
  return (
    <div role="status" className="pointer-events-none sticky top-14 z-20 -mb-4 flex h-0 justify-center md:top-3">
      {waiting.count > 0 && (
        <Button
          look="primary"
          icon="up"
          className="pointer-events-auto rounded-full! shadow-raised"
          onPress={() => {
            show()
            window.scrollTo({ top: 0 })
          }}
        >
          {text(waiting.isMore ? 'activity.paused.more' : 'activity.paused.some', { count: waiting.count })}
        </Button>
      )}
    </div>
  )
}
