import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Form } from 'react-aria-components'
import type { PlanInput } from '../../src/contract/plan.ts'
import type { Rule } from '../../src/contract/rule.ts'
import { text } from '../locales/text.ts'
import type { LivePlan } from '../plans/live.ts'
import { sessionQuery } from '../signin/queries.ts'
import { Button } from '../ui/button.tsx'
import { Switch } from '../ui/choice.tsx'
import { labelClass, TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { ConditionField } from './condition-field.tsx'
import { type Entered, planInputOf } from './entered.ts'
import { summaryOf } from './form-problem.ts'
import { useGivenGroup } from './given-group.ts'
import { GroupField } from './group-field.tsx'
import { LeaveQuestion } from './leave-question.tsx'
import { ProductsField } from './products-field.tsx'
import type { useRuleEdit } from './queries.ts'
import { RoleField } from './role-field.tsx'
import { SaveBar } from './save-bar.tsx'
import { useSaving } from './saving.ts'
import { SetUpFields } from './set-up-fields.tsx'
import { useTyping } from './typing.ts'

interface Props {
  /** Left out: a new one, that goes last. */
  readonly rule?: Rule
  /** That a new one gets. */
  readonly rank: number
  /** Called with what is typed, for its plan; null while there is nothing to plan. */
  readonly onChange: (input: PlanInput | null) => void
  readonly edit: ReturnType<typeof useRuleEdit>
  readonly onClose: () => void
  readonly onSavedAndNew?: () => void
  /** Of what is typed. */
  readonly plan?: LivePlan
}

/** A rule with all that it can say: for whom it is, what they get, what they may do, how they are set up. */
export function RuleForm({ rule, rank, onChange, edit, onClose, onSavedAndNew, plan }: Props) {
  const typing = useTyping(rule)
  const { entered, before, isTyped, isBack, set, forget } = typing
  const { data: signedIn } = useQuery(sessionQuery)
  const saving = useSaving({ rule, typing, edit, onClose, onSavedAndNew })
  const { missing, problem } = saving
  const { fields } = problem
  const form = useRef<HTMLFormElement>(null)
  useFocus(form, firstError, saving.tries)
  useFocus(form, 'input[role=combobox]', saving.nexts)

  const input = isTyped ? JSON.stringify(planInputOf(entered, rule, before)) : 'null'
  useEffect(() => onChange(JSON.parse(input) as PlanInput), [input, onChange])
  useEffect(() => () => onChange(null), [onChange])

  const mayMakeAdmins = signedIn?.session?.role === 'super-admin'
  const change = (part: Partial<Entered>) => {
    saving.forgive()
    set(part)
  }
  useGivenGroup(rule === undefined, (group) => change({ group }))

  return (
    <Form
      key={saving.round}
      ref={form}
      className="flex flex-col gap-5 **:scroll-mt-16 **:scroll-mb-32"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault()
        saving.save(false)
      }}
    >
      <p role="alert" className="sr-only">
        {summaryOf(missing, problem)}
      </p>
      {problem.elsewhere !== undefined && (
        <Notice live look="bad" title={text('rule.refused')}>
          {problem.elsewhere}
        </Notice>
      )}
      {isBack && (
        <Notice
          look="good"
          title={text('rule.back')}
          actions={
            <Button
              onPress={() => {
                forget()
                saving.beginAnew()
              }}
            >
              {text('rule.throwAway')}
            </Button>
          }
        />
      )}
      <Section title={text('rule.who')}>
        <GroupField
          chosen={entered.group}
          rule={rule?.id}
          error={missing.includes('group') ? text('rule.groupMissing') : fields.group}
          onChoose={(group) => change({ group })}
        />
        <TextField
          label={text('rule.name')}
          placeholder={entered.group?.name ?? text('rule.nameHint')}
          value={entered.name}
          onChange={(name) => change({ name })}
          maxLength={200}
          error={fields.name}
        />
        <TextField
          label={text('rule.description')}
          placeholder={text('rule.descriptionHint')}
          rows={1}
          value={entered.description}
          onChange={(description) => change({ description })}
          maxLength={4000}
          error={fields.description}
        />
        <ConditionField
          group={entered.group?.id}
          condition={entered.condition}
          onChange={(condition) => change({ condition })}
          error={fields.condition}
        />
      </Section>
      <Section title={text('rule.gets')}>
        <ProductsField
          chosen={entered.products}
          plan={plan?.isBehind ? undefined : plan?.plan}
          error={fields.products}
          onChange={(products) => change({ products })}
        />
      </Section>
      <Section title={text('rule.may')}>
        <RoleField
          role={entered.role}
          mayMakeAdmins={mayMakeAdmins}
          missing={missing}
          error={fields.role}
          onChange={(role) => change({ role })}
        />
      </Section>
      <Section title={text('rule.setUp')}>
        <SetUpFields entered={entered} errors={fields} onChange={change} />
      </Section>
      <div className="flex items-center gap-3 border-t border-line pt-3">
        <Switch
          label={text('rule.state')}
          isSelected={entered.state === 'on'}
          onChange={(on) => change({ state: on ? 'on' : 'off' })}
        />
        <p aria-hidden="true" className="text-sm">
          <span className={labelClass}>{text(`rule.state.${entered.state}`)}</span>{' '}
          <span className="text-ink-soft">{text(`rule.stays.${entered.state}`)}</span>
        </p>
      </div>
      <SaveBar
        entered={entered}
        rank={rule ? undefined : rank}
        plan={plan}
        isTyped={isTyped}
        mayMakeAdmins={mayMakeAdmins}
        isSaving={edit.isPending}
        onCancel={onClose}
        onSaveAndNew={onSavedAndNew && (() => saving.save(true))}
      />
      <LeaveQuestion isTyped={isTyped} isSettled={saving.isSettled} onThrowAway={forget} />
    </Form>
  )
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="beside flex flex-col gap-3">
      <h3
        id={id}
        className="flex items-center gap-3 text-xs font-semibold text-ink-soft after:h-px after:flex-1 after:bg-line"
      >
        {title}
      </h3>
      {children}
    </section>
  )
}

const firstError = 'input[data-invalid], textarea[data-invalid], [data-invalid] :is(input, textarea, button)'

/** When it happened once more, the first such element has the focus. */
function useFocus(form: { readonly current: HTMLFormElement | null }, selector: string, times: number): void {
  useEffect(() => {
    if (times > 0) form.current?.querySelector<HTMLElement>(selector)?.focus()
  }, [form, selector, times])
}
