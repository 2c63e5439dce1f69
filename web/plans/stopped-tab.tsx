import { getRouteApi } from '@tanstack/react-router'
import type { Stopped } from '../../src/contract/stop.ts'
import { list, text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Notice } from '../ui/notice.tsx'
import { StopCard } from './stop-card.tsx'
import { StoppedLossNames } from './stopped-losses.tsx'
import { StoppedRoleNames } from './stopped-roles.tsx'
import { useStopped } from './stops.ts'

const route = getRouteApi('/signed-in/shell/plans')

/** The address of the stop of roles, which has no id. */
const ROLES = 'roles'

/** What the safeguard stopped, a card each; one of them open, with its names. */
export function StoppedTab() {
  const stopped = useStopped()
  return (
    <Answer to={stopped}>
      {(found) =>
        found.stops.length === 0 && !found.roles && found.lastSuperAdmins.length === 0 ? (
          <Empty icon="check" title={text('stopped.empty')} about={text('stopped.emptyHint')} />
        ) : (
          <Stops stopped={found} />
        )
      }
    </Answer>
  )
}

function Stops({ stopped: { stops, roles, lastSuperAdmins } }: { readonly stopped: Stopped }) {
  const { stop } = route.useSearch()
  const navigate = route.useNavigate()
  const only = stops.length + (roles ? 1 : 0) === 1 ? (stops[0]?.id ?? ROLES) : undefined
  const open = stop ?? only
  const onOpen = (id: string, isOpen: boolean) =>
    void navigate({ search: { tab: 'stopped', stop: isOpen ? id : 'none' }, replace: true, resetScroll: false })
  return (
    <>
      {stops.map((each) => (
        <StopCard
          key={each.id}
          title={text('stopped.title', { count: each.count, product: each.product.name })}
          since={each.since}
          causes={each.causes}
          count={each.count}
          isOpen={open === each.id}
          onOpen={(isOpen) => onOpen(each.id, isOpen)}
        >
          <StoppedLossNames stop={each} />
        </StopCard>
      ))}
      {roles && (
        <StopCard
          title={text('stopped.rolesTitle', { count: roles.count })}
          since={roles.since}
          causes={roles.causes}
          count={roles.count}
          isOpen={open === ROLES}
          onOpen={(isOpen) => onOpen(ROLES, isOpen)}
        >
          <StoppedRoleNames count={roles.count} />
        </StopCard>
      )}
      {lastSuperAdmins.length > 0 && (
        <Notice
          look="warn"
          title={text('stopped.last', {
            count: lastSuperAdmins.length,
            names: list(lastSuperAdmins.map(({ user }) => user.name)),
          })}
        >
          {text('stopped.lastHint')}
        </Notice>
      )}
    </>
  )
}
