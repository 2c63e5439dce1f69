import { Link } from '@tanstack/react-router'
import type { Draft } from '../../src/contract/draft.ts'
import { text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Panel } from '../ui/page.tsx'
import { useDraft, useDraftPlan } from './queries.ts'
import { WhatChanges } from './what-changes.tsx'

/** The draft of the rules, and what it would do. */
export function DraftTab() {
  const draft = useDraft()
  return (
    <Answer to={draft}>
      {(found) =>
        found ? (
          <Edited draft={found} />
        ) : (
          <Empty
            icon="plans"
            title={text('plans.empty')}
            about={text('plans.emptyHint')}
            actions={
              <Link to="/rules" className={buttonClass('primary')}>
                {text('plans.toRules')}
              </Link>
            }
          />
        )
      }
    </Answer>
  )
}

function Edited({ draft }: { readonly draft: Draft }) {
  const plan = useDraftPlan(draft)
  const { added, removed, changed, moved } = draft.differs
  const edits = (['added', 'removed', 'changed', 'moved'] as const)
    .map((kind) => ({ kind, count: { added, removed, changed, moved }[kind].length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => text(`plans.rules.${kind}`, { count }))
  const id = plan.data?.id
  return (
    <Panel>
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <div className="min-w-0">
            <h2 className="text-lg font-semibold">
              {text('plans.draftOf', { version: draft.version, base: draft.basedOn })}
            </h2>
            <p className="text-sm text-ink-soft">
              {text('plans.editedBy', { name: draft.updatedBy })} <Moment at={draft.updatedAt} />
              {edits.length > 0 && ` · ${edits.join(' · ')}`}
            </p>
          </div>
          <div className="flex flex-wrap gap-2">
            <Link to="/rules" className={`${buttonClass()} hover:bg-sunken`}>
              {text('plans.editRules')}
            </Link>
            {id && (
              <Link to="/plans/$plan" params={{ plan: id }} className={buttonClass('primary')}>
                {text('plans.review')}
              </Link>
            )}
          </div>
        </div>
        <Answer to={plan}>{(found) => <WhatChanges plan={found} isBehind={plan.isPlaceholderData} />}</Answer>
      </div>
    </Panel>
  )
}
