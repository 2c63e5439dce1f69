import { Link } from '@tanstack/react-router'
import type { RuleVersions } from '../../src/contract/past.ts'
import { text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Moment } from '../ui/moment.tsx'
import { Tag } from '../ui/tag.tsx'
import { useVersions } from './shown.ts'

type Version = RuleVersions['versions'][number]

/** Every version of the rules: who made it, when, and how it differs from the one before; each leads to the rules as they were. */
export function Versions({ live, onClose }: { readonly live: number; readonly onClose: () => void }) {
  const versions = useVersions()
  return (
    <Dialog isOpen place="side" onClose={onClose} title={text('rules.history')}>
      <Answer to={versions}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.versions)
          if (all.length === 0) return <Empty icon="history" title={text('rules.noVersions')} />
          return (
            <ol className="-mx-2 flex flex-col">
              {all.map((version) => (
                <li key={version.version} className="border-b border-line last:border-b-0">
                  <VersionLine version={version} isLive={version.version === live} />
                </li>
              ))}
            </ol>
          )
        }}
      </Answer>
      {versions.hasNextPage && (
        <Button className="mt-3" isPending={versions.isFetchingNextPage} onPress={() => void versions.fetchNextPage()}>
          {text('rules.moreVersions')}
        </Button>
      )}
    </Dialog>
  )
}

function VersionLine({
  version: { version, since, request, differs },
  isLive,
}: {
  readonly version: Version
  readonly isLive: boolean
}) {
  const differences = differs
    ? (['added', 'removed', 'changed', 'moved'] as const)
        .filter((kind) => differs[kind] > 0)
        .map((kind) => text(`rules.differs.${kind}`, { count: differs[kind] }))
    : []
  return (
    <Link
      to="/rules"
      search={isLive ? {} : { version: String(version) }}
      className="flex flex-col gap-0.5 rounded-md px-2 py-2.5 hover:bg-sunken"
    >
      <span className="flex flex-wrap items-center gap-x-2">
        <span className="font-semibold tabular-nums">{text('rules.version', { version })}</span>
        {isLive && <Tag look="good">{text('rules.live')}</Tag>}
        <span className="ml-auto text-sm text-ink-soft">
          <Moment at={since} />
        </span>
      </span>
      <span className="text-sm text-ink-soft">
        {[request?.actor.name ?? text('rules.byUnknown'), ...differences].join(' · ')}
      </span>
    </Link>
  )
}
