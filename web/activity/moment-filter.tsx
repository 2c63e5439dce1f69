import { useState } from 'react'
import { Form, Button as PlainButton } from 'react-aria-components'
import { shortMoment } from '../locales/moment.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { chipClass } from '../ui/filter-search.tsx'
import { Icon } from '../ui/icon.tsx'

export interface Span {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** How far back, in hours. */
const reaches = { hour: 1, day: 24, week: 168, month: 720 } as const

/** From when to when, in the viewer's zone; the address has the moments. */
export function MomentFilter({ span, onChange }: { readonly span: Span; readonly onChange: (span: Span) => void }) {
  const [open, setOpen] = useState(false)
  const isOn = span.from !== undefined || span.to !== undefined
  const change = (next: Span) => {
    setOpen(false)
    onChange(next)
  }
  return (
    <>
      <PlainButton className={chipClass(isOn)} onPress={() => setOpen(true)}>
        <span className="truncate">{isOn ? spanText(span) : text('activity.when')}</span>
        <Icon name="chevron" />
      </PlainButton>
      {open && (
        <Dialog isOpen onClose={() => setOpen(false)} title={text('activity.when')}>
          <SpanForm span={span} onChange={change} />
        </Dialog>
      )}
    </>
  )
}

function SpanForm({ span, onChange }: { readonly span: Span; readonly onChange: (span: Span) => void }) {
  const [from, setFrom] = useState(localOf(span.from))
  const [to, setTo] = useState(localOf(span.to))
  const back = (hours: number) => onChange({ from: new Date(Date.now() - hours * 3_600_000).toISOString() })
  return (
    <Form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        onChange({ from: momentOf(from), to: momentOf(to) })
      }}
    >
      <div className="flex flex-wrap gap-2">
        {Object.entries(reaches).map(([id, hours]) => (
          <Button key={id} onPress={() => back(hours)}>
            {text(`activity.reach.${id as keyof typeof reaches}`)}
          </Button>
        ))}
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField type="datetime-local" label={text('activity.from')} value={from} onChange={setFrom} />
        <TextField type="datetime-local" label={text('activity.to')} value={to} onChange={setTo} />
      </div>
      <div className="flex justify-end gap-2">
        <Button onPress={() => onChange({})}>{text('ui.clear')}</Button>
        <Button type="submit" look="primary">
          {text('activity.show')}
        </Button>
      </div>
    </Form>
  )
}

function spanText({ from, to }: Span): string {
  const said = (at: string) => {
    const date = new Date(at)
    return Number.isNaN(date.getTime()) ? at : shortMoment(date)
  }
  if (from === undefined) return text('activity.until', { to: said(to ?? '') })
  return to === undefined
    ? text('activity.since', { from: said(from) })
    : text('activity.between', { from: said(from), to: said(to) })
}

/** As `<input type="datetime-local">` has it. */
function localOf(at: string | undefined): string {
  const date = new Date(at ?? '')
  if (Number.isNaN(date.getTime())) return ''
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function momentOf(local: string): string | undefined {
  const date = new Date(local)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}
