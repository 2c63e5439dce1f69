import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type { PlanInput } from '../../src/contract/plan.ts'
import type { Rule } from '../../src/contract/rule.ts'
import { text } from '../locales/text.ts'
import { useLivePlan } from '../plans/live.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { Page, Panel } from '../ui/page.tsx'
import { DeleteRule } from './delete-rule.tsx'
import { Outcome } from './outcome.tsx'
import { useRuleEdit, useRules } from './queries.ts'
import { RuleTable } from './rule-table.tsx'

const RuleForm = lazy(async () => ({ default: (await import('./rule-form.tsx')).RuleForm }))

const route = getRouteApi('/signed-in/shell/rules')

export function RulesPage() {
  const { rule: open } = route.useSearch()
  const navigate = route.useNavigate()
  const rules = useRules()
  const edit = useRuleEdit()
  const [doomed, setDoomed] = useState<Rule>()
  const [typed, setTyped] = useState<PlanInput>(null)
  const plan = useLivePlan(typed)
  const close = () => void navigate({ search: {}, replace: true })
  const edited = rules.data?.rules.find(({ id }) => id === open)
  const add = (
    <Link to="/rules" search={{ rule: 'new' }} className={buttonClass('primary')}>
      <Icon name="plus" />
      {text('rules.add')}
    </Link>
  )
  return (
    <Page title={text('rules.title')} about={text('rules.about')} actions={add}>
      <Outcome edit={edit} />
      <Answer to={rules}>
        {({ rules: found }) =>
          found.length === 0 ? (
            <Empty icon="rules" title={text('rules.empty')} about={text('rules.emptyHint')} actions={add} />
          ) : (
            <Panel flush>
              <RuleTable rules={found} edit={edit} onDelete={setDoomed} />
            </Panel>
          )
        }
      </Answer>
      {(open === 'new' || edited) && (
        <Dialog
          isOpen
          place="side"
          onClose={close}
          title={edited ? text('rules.editOf', { rank: edited.rank, name: edited.name }) : text('rules.add')}
        >
          <Suspense>
            <RuleForm
              key={edited?.id ?? 'new'}
              {...(edited && { rule: edited })}
              rank={(rules.data?.rules.length ?? 0) + 1}
              edit={edit}
              onChange={setTyped}
              onClose={close}
              onSavedAndNew={() => void navigate({ search: { rule: 'new' }, replace: true })}
              plan={plan}
            />
          </Suspense>
        </Dialog>
      )}
      {doomed && <DeleteRule rule={doomed} edit={edit} onClose={() => setDoomed(undefined)} />}
    </Page>
  )
}
