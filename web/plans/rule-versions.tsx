import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { actText } from '../activity/act.ts'
import { ApiError } from '../api.ts'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { aboveRowLinkClass, type Column, Table } from '../ui/table.tsx'
import { say } from '../ui/toast.tsx'
import { type RuleVersion, useRuleVersions } from './applied.ts'
import { useRevertRules } from './queries.ts'

/** So many are shown until more are asked for. */
const FEW = 8

/** Every version of the live rules, newest first; going back to before one makes a draft and shows its plan. */
export function RuleVersions() {
  const versions = useRuleVersions()
  const revert = useRevertRules()
  const navigate = useNavigate()
  const [clash, setClash] = useState<number>()
  const goBack = (version: number, replace = false) =>
    revert.mutate(
      { version, replace },
      {
        onSuccess: ({ plan, leftOut }) => {
          setClash(undefined)
          if (leftOut.length > 0) say({ title: text('plans.leftOut', { count: leftOut.length }), look: 'warn' })
          if (plan.id) void navigate({ to: '/plans/$plan', params: { plan: plan.id } })
        },
        onError: (error) => {
          if (error instanceof ApiError && error.code === 'DRAFT_EXISTS') setClash(version)
          else say({ title: error.message, look: 'bad' })
        },
      },
    )
  const isBusy = revert.isPending
  const [all, setAll] = useState(false)
  return (
    <Answer to={versions}>
      {(found) =>
        found.length === 0 ? (
          <p className="px-4 pb-4 text-md text-ink-soft">{text('plans.noVersions')}</p>
        ) : (
          <>
            <Table
              label={text('plans.versions')}
              columns={[...columns, revertColumn(goBack, isBusy)]}
              rows={all ? found : found.slice(0, FEW)}
              rowKey={({ version }) => String(version)}
            />
            {(versions.hasNextPage || (!all && found.length > FEW)) && (
              <div className="border-t border-line px-1 py-1">
                <Button
                  look="quiet"
                  isPending={versions.isFetchingNextPage}
                  onPress={() => (all ? versions.fetchNextPage() : setAll(true))}
                >
                  {text('plans.older')}
                </Button>
              </div>
            )}
            {clash !== undefined && (
              <Dialog isOpen onClose={() => setClash(undefined)} title={text('plans.draftExists')}>
                <div className="flex flex-col gap-4">
                  {revert.error && !(revert.error instanceof ApiError && revert.error.code === 'DRAFT_EXISTS') && (
                    <Notice live look="bad" title={revert.error.message} />
                  )}
                  <p className="text-md">{text('plans.draftExistsHint')}</p>
                  <div className="flex flex-wrap justify-end gap-2">
                    <Button onPress={() => setClash(undefined)}>{text('ui.cancel')}</Button>
                    <Button look="danger" isPending={isBusy} onPress={() => goBack(clash, true)}>
                      {text('plans.replaceDraft')}
                    </Button>
                  </div>
                </div>
              </Dialog>
            )}
          </>
        )
      }
    </Answer>
  )
}

const columns: readonly Column<RuleVersion>[] = [
  {
    id: 'version',
    name: text('plans.version'),
    width: '4rem',
    card: 'top',
    cell: ({ version }) => (
      <span className="font-semibold tabular-nums">{text('plans.versionShort', { version })}</span>
    ),
  },
  {
    id: 'what',
    name: text('plans.did'),
    width: 'minmax(0, 1fr)',
    card: 'line',
    cell: ({ act, ...counts }) => (
      <div className="min-w-0">
        <span className="block">{actText(act)}</span>
        <span className="block text-sm text-ink-soft">
          {text('plans.by', { name: act.actor.name })} <Moment at={act.at} />
          {act.kind === 'draft.apply' &&
            (['added', 'removed', 'changed', 'moved'] as const)
              .filter((kind) => counts[kind] > 0)
              .map((kind) => ` · ${text(`plans.rules.${kind}`, { count: counts[kind] })}`)
              .join('')}
        </span>
      </div>
    ),
  },
]

function revertColumn(goBack: (version: number) => void, isBusy: boolean): Column<RuleVersion> {
  return {
    id: 'revert',
    name: text('plans.revertColumn'),
    width: '7.5rem',
    align: 'end',
    quietName: true,
    card: 'corner',
    cell: ({ version }) => (
      <Button
        look="quiet"
        icon="undo"
        isDisabled={isBusy}
        aria-label={text('plans.revertVersion', { version })}
        className={aboveRowLinkClass}
        onPress={() => goBack(version - 1)}
      >
        {text('plans.revert')}
      </Button>
    ),
  }
}
