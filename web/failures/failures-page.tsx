import { getRouteApi, Link } from '@tanstack/react-router'
import type { FailureCause } from '../../src/contract/failure.ts'
import { text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Page } from '../ui/page.tsx'
import { CauseList } from './cause-list.tsx'
import { FailedPeople } from './people.tsx'
import { type FailureName, nameOf, poolOf, useFailures } from './queries.ts'

const route = getRouteApi('/signed-in/shell/failures')
const causes: readonly FailureCause[] = [
  'no-seats-left',
  'no-address',
  'product-refused',
  'mail-bounced',
  'address-conflict',
]

/** What should be and could not be done, by cause; one of them opened. */
export function FailuresPage() {
  const search = route.useSearch()
  const failures = useFailures()
  const cause = causes.find((each) => each === search.cause)
  if (cause) return <OneCause name={{ ...search, cause }} failures={failures} />
  return (
    <Page
      title={text('failures.title')}
      about={failures.data && failures.data.count > 0 && text('failures.all', { count: failures.data.count })}
      actions={
        <>
          <Link to="/reports/conflicts" className={buttonClass()}>
            {text('reports.conflicts')}
          </Link>
          <Link to="/reports/existing-accounts" className={buttonClass()}>
            {text('reports.existing')}
          </Link>
        </>
      }
    >
      <Answer to={failures}>
        {({ failures: all }) =>
          all.length === 0 ? (
            <Empty icon="check" title={text('failures.none')} about={text('failures.noneHint')} />
          ) : (
            <CauseList failures={all} />
          )
        }
      </Answer>
    </Page>
  )
}

function OneCause({
  name,
  failures,
}: {
  readonly name: FailureName
  readonly failures: ReturnType<typeof useFailures>
}) {
  const failure = failures.data?.failures.find((each) => {
    const { cause, product, tier, code } = nameOf(each)
    return cause === name.cause && product === name.product && tier === name.tier && code === name.code
  })
  const pool = failure ? poolOf(failure) : ''
  const cause = text(`failures.causes.${name.cause}`)
  return (
    <Page
      title={pool ? text('failures.of', { cause, pool }) : cause}
      about={failure && text('failures.count', { count: failure.count })}
      above={
        <Link
          to="/failures"
          className="inline-flex min-h-7 items-center gap-1 self-start text-sm text-ink-soft hover:text-ink hover:underline"
        >
          <Icon name="left" />
          {text('failures.title')}
        </Link>
      }
    >
      <FailedPeople key={JSON.stringify(name)} name={name} failure={failure} />
    </Page>
  )
}
