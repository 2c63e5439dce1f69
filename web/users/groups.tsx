import type { User } from '../../src/contract/user.ts'
import { list, text } from '../locales/text.ts'
import { Answer, Lines } from '../ui/answer.tsx'
import { Panel } from '../ui/page.tsx'
import { useGroupsOf } from './queries.ts'

/** The directory groups of a user; for those they are in by another one, through which. */
export function Groups({ user }: { readonly user: User }) {
  const groups = useGroupsOf(user.id)
  return (
    <Panel
      title={text('users.groups')}
      about={groups.data && text('users.count', { count: groups.data.groups.length })}
    >
      <Answer to={groups} skeleton={<Lines count={3} />}>
        {({ groups: found }) =>
          found.length === 0 ? (
            <p className="text-md text-ink-soft">{text('users.noGroups')}</p>
          ) : (
            <ul className="flex flex-col gap-1.5">
              {found.map(({ id, name, direct, through }) => (
                <li key={id} className="text-md">
                  <bdi>{name}</bdi>
                  {!direct && (
                    <span className="block text-sm text-ink-soft">
                      {text('users.through', {
                        groups: list(through.map((group) => group.name).filter((each) => each !== name)),
                      })}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Panel>
  )
}
