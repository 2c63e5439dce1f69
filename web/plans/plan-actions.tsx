import type { Plan } from '../../src/contract/plan.ts'
import { text } from '../locales/text.ts'
import { buttonClass, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, MenuActions } from '../ui/menu.tsx'
import { say } from '../ui/toast.tsx'

/** Taking a plan elsewhere: as a file, or as what to type in a terminal. */
export function PlanActions({ plan }: { readonly plan: Plan }) {
  const command = `rollcall apply --plan ${plan.id}`
  const copy = () =>
    navigator.clipboard.writeText(command).then(
      () => say({ title: text('plans.copied'), about: command }),
      () => say({ title: text('plans.notCopied'), about: command, look: 'warn' }),
    )
  const file = (format: 'csv' | 'jsonl') => `/api/v1/plans/${plan.id}/export?format=${format}`
  return (
    <>
      <a href={file('csv')} download className={`${buttonClass()} hover:bg-sunken`}>
        <Icon name="download" />
        {text('plans.take.csv')}
      </a>
      <Menu label={text('plans.take.label')} trigger={<IconButton icon="dots" label={text('plans.take.label')} />}>
        <MenuActions
          actions={[
            {
              id: 'json',
              name: text('plans.take.json'),
              icon: 'download',
              onAction: () => location.assign(file('jsonl')),
            },
            { id: 'cli', name: text('plans.take.cli'), icon: 'copy', onAction: () => void copy() },
          ]}
        />
      </Menu>
    </>
  )
}
