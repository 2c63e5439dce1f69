import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { TimeScrubber } from '../history/scrubber.tsx'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Page } from '../ui/page.tsx'
import { DraftActions, DraftLine } from './draft-bar.tsx'
import { Present } from './present.tsx'
import { useDraftPlan, useShownRules, useTouching } from './shown.ts'
import { Touching } from './touching.tsx'

const PastRules = lazy(async () => ({ default: (await import('./past-rules.tsx')).PastRules }))
const Versions = lazy(async () => ({ default: (await import('./versions.tsx')).Versions }))

const route = getRouteApi('/signed-in/shell/rules')

/** The rules as they are being edited, beside what that would do; or as they were. All of it is in the address. */
export function RulesPage() {
  const { at, version, touching: user, history } = route.useSearch()
  const navigate = route.useNavigate()
  const rules = useShownRules()
  const draft = rules.data?.draft ?? undefined
  const draftPlan = useDraftPlan(rules.data)
  const touching = useTouching(user)
  const isPast = at !== undefined || version !== undefined
  const add = (
    <Link to="/rules" search={(now) => ({ ...now, rule: 'new' })} className={buttonClass(draft ? 'plain' : 'primary')}>
      <Icon name="plus" />
      {text('rules.add')}
    </Link>
  )
  return (
    <Page
      title={text('rules.title')}
      about={rules.data && <DraftLine version={rules.data.version} draft={draft} />}
      actions={
        rules.data && (
          <>
            {!isPast && add}
            <DraftActions
              rules={rules.data}
              draft={draft}
              users={draftPlan?.isBehind ? undefined : draftPlan?.plan?.userCount}
            />
          </>
        )
      }
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {!isPast && rules.data && rules.data.rules.length > 0 && (
          <Touching
            user={user === undefined ? undefined : (touching.data?.user ?? { id: user, name: '' })}
            onChange={(touched) =>
              void navigate({
                search: ({ touching: _, ...rest }) => (touched === undefined ? rest : { ...rest, touching: touched }),
              })
            }
          />
        )}
        <p className="min-w-0 flex-1 basis-60 text-sm text-ink-soft">{text('rules.about')}</p>
        <TimeScrubber at={at} onChange={(moment) => void navigate({ search: moment ? { at: moment } : {} })} />
      </div>
      {isPast ? (
        <Suspense>
          <PastRules
            which={at === undefined ? { version: version! } : { at }}
            shown={rules.data}
            draft={draft}
            onNow={() => void navigate({ search: {} })}
          />
        </Suspense>
      ) : (
        <Answer to={rules}>
          {(shown) => <Present shown={shown} draft={draft} draftPlan={draftPlan} touching={touching} add={add} />}
        </Answer>
      )}
      {history !== undefined && (
        <Suspense>
          <Versions
            live={rules.data?.version ?? 0}
            onClose={() => void navigate({ search: ({ history: _, ...rest }) => rest, replace: true })}
          />
        </Suspense>
      )}
    </Page>
  )
}
