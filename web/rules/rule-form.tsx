import { useEffect, useState } from 'react'
import { Form } from 'react-aria-components'
import type { PlanInput } from '../../src/contract/plan.ts'
import type { Rule } from '../../src/contract/rule.ts'
import { ApiError } from '../api.ts'
import { languageName, text } from '../locales/text.ts'
import type { LivePlan } from '../plans/live.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/choice.tsx'
import { ComboBox } from '../ui/combo-box.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { contentOf, type Entered, enteredFrom, NOT_SET } from './entered.ts'
import { ProductsField } from './products-field.tsx'
import { useGroupSearch, type useRuleEdit, useUserGroups } from './queries.ts'
import { RoleField } from './role-field.tsx'

const languages = ['en', 'fr', 'it', 'de', 'es', 'pt', 'nl'] as const

interface Props {
  /** Left out: a new one, that goes last. */
  readonly rule?: Rule
  /** That a new one gets. */
  readonly rank: number
  readonly edit: ReturnType<typeof useRuleEdit>
  readonly onClose: () => void
  readonly onChange?: (input: PlanInput) => void
  readonly onSavedAndNew?: () => void
  readonly plan?: LivePlan
}

export function RuleForm({ rule, rank, edit, onClose, onChange }: Props) {
  const [entered, setEntered] = useState<Entered>(() => enteredFrom(rule))
  const [search, setSearch] = useState('')
  const groups = useGroupSearch(search)
  const userGroups = useUserGroups()
  const set = (part: Partial<Entered>) => setEntered((before) => ({ ...before, ...part }))
  const [missing, setMissing] = useState(false)
  const members = entered.group?.members
  const content = entered.group && JSON.stringify(contentOf(entered, entered.group.id))
  useEffect(() => {
    const to = content && JSON.parse(content)
    const isSame = rule && JSON.stringify(contentOf(enteredFrom(rule), rule.group.id)) === content
    onChange?.(!to || isSame ? null : rule ? { change: { id: rule.id, to } } : { add: to })
  }, [content, rule, onChange])
  const notSet = { id: NOT_SET, name: text('rules.notSet') }
  const problem = edit.error instanceof ApiError ? edit.error : undefined
  const submit = () => {
    setMissing(entered.group === undefined)
    if (entered.group === undefined) return
    const content = contentOf(entered, entered.group.id)
    edit.mutate(rule ? { kind: 'change', rule, change: content } : { kind: 'add', input: content }, {
      onSuccess: onClose,
    })
  }
  return (
    <Form
      className="flex flex-col gap-5"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {problem && (
        <Notice live look="bad" title={text('rules.refused')}>
          {problem.message}
        </Notice>
      )}
      <ComboBox
        label={text('rules.group')}
        hint={text('rules.groupHint')}
        placeholder={text('rules.groupPlaceholder')}
        error={missing && entered.group === undefined ? text('rules.groupMissing') : undefined}
        options={(groups.data?.groups ?? []).map((group) => ({
          id: group.id,
          name: group.name,
          hint: text('rules.directMembers', { count: group.members }),
        }))}
        chosen={entered.group}
        onSearch={setSearch}
        onChoose={(option) => {
          const group = groups.data?.groups.find(({ id }) => id === option?.id)
          set({ group: group ? { id: group.id, name: group.name, members: group.members } : undefined })
        }}
      />
      <ProductsField chosen={entered.products} onChange={(products) => set({ products })} />
      <RoleField role={entered.role} onChange={(role) => set({ role })} />
      <Select
        label={text('rules.language')}
        hint={text('rules.languageHint')}
        options={[notSet, ...languages.map((code) => ({ id: code, name: languageName(code) }))]}
        value={entered.language}
        onChange={(language) => set({ language })}
      />
      <Select
        label={text('rules.userGroup')}
        options={[
          notSet,
          { id: 'none', name: text('rules.noneExplicit') },
          ...(userGroups.data?.userGroups ?? []).map(({ id, name }) => ({ id, name })),
        ]}
        value={entered.userGroup}
        onChange={(userGroup) => set({ userGroup })}
      />
      <TextField
        label={text('rules.name')}
        hint={text('rules.nameHint')}
        value={entered.name}
        onChange={(name) => set({ name })}
        maxLength={200}
      />
      <TextField
        label={text('rules.description')}
        rows={2}
        value={entered.description}
        onChange={(description) => set({ description })}
        maxLength={4000}
      />
      <TextField
        label={text('rules.condition')}
        hint={text('rules.conditionHint')}
        value={entered.condition}
        onChange={(condition) => set({ condition })}
        maxLength={8192}
        {...(problem?.problem.pointer === '/condition' && { error: problem.message })}
      />
      <div className="sticky bottom-0 -mx-5 -mb-5 flex flex-wrap items-center justify-end gap-2 border-t border-line bg-surface px-5 py-3">
        <p role="status" className="flex-1 basis-56 text-sm text-ink-soft">
          {members === undefined
            ? text('rules.consequenceNone')
            : text(rule ? 'rules.consequenceEdit' : 'rules.consequenceAdd', { count: members, rank })}
        </p>
        <Button onPress={onClose}>{text('ui.cancel')}</Button>
        <Button type="submit" look="primary" isPending={edit.isPending}>
          {text('ui.save')}
        </Button>
      </div>
    </Form>
  )
}
