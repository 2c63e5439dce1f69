import type { Reference } from '../../src/contract/reference.ts'
import { ApiError } from '../api.ts'
import { list, text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'

interface Part {
  readonly kind: string
  readonly product?: Reference
  readonly from?: Reference | string
  readonly to?: Reference | string
  readonly count: number
  /** The first hundred. */
  readonly users: readonly Reference[]
}

/** What a plan would take now and did not when it was seen, and the other way round. */
export interface PlanDifference {
  readonly more: readonly Part[]
  readonly less: readonly Part[]
}

/** Undefined: it was refused for another reason. */
export function differenceIn(error: Error): PlanDifference | undefined {
  if (!(error instanceof ApiError) || error.code !== 'PLAN_CHANGED') return undefined
  const { more, less } = error.problem as unknown as Partial<PlanDifference>
  return { more: more ?? [], less: less ?? [] }
}

interface Props {
  readonly difference: PlanDifference
  readonly isPending: boolean
  readonly error: Error | null
  readonly onApply: () => void
  readonly onClose: () => void
}

/** Only what has changed since the plan was seen: take it with them, or go back and look. */
export function PlanDiffers({ difference, isPending, error, onApply, onClose }: Props) {
  const { more, less } = difference
  const count = usersIn([...more, ...less])
  return (
    <Dialog isOpen onClose={onClose} title={text('plans.differTitle', { count })}>
      <div className="flex flex-col gap-4">
        {error && <Notice live look="bad" title={error.message} />}
        <p className="text-md text-ink-soft">{text('plans.differHint')}</p>
        <Parts title={text('plans.differMore')} sign={'\u2212'} parts={more} />
        <Parts title={text('plans.differLess')} sign="=" parts={less} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onPress={onClose}>{text('plans.goBack')}</Button>
          <Button look="primary" isPending={isPending} onPress={onApply}>
            {text('plans.applyWithThese', { count })}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

/** Somebody may be in several parts; beyond the names that came, the counts are all there is. */
function usersIn(parts: readonly Part[]): number {
  const named = new Set(parts.flatMap(({ users }) => users.map(({ id }) => id)))
  return named.size + parts.reduce((sum, { count, users }) => sum + count - users.length, 0)
}

function Parts({
  title,
  sign,
  parts,
}: {
  readonly title: string
  readonly sign: string
  readonly parts: readonly Part[]
}) {
  if (parts.length === 0) return null
  return (
    <section>
      <h3 className="mb-1 text-sm font-medium">{title}</h3>
      <ul className="flex flex-col gap-1">
        {parts.map((part) => (
          <li key={`${part.kind} ${part.product?.id} ${nameOf(part.from)} ${nameOf(part.to)}`} className="text-md">
            <span aria-hidden="true" className="mr-1.5 font-mono font-semibold text-bad-ink">
              {sign}
            </span>
            <span className="font-medium">{subjectOf(part)}</span>{' '}
            <span className="text-ink-soft">{namesOf(part)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const SHOWN = 12

function namesOf({ users, count }: Part): string {
  const names = users.slice(0, SHOWN).map(({ name }) => name)
  return list(count > names.length ? [...names, text('plans.others', { count: count - names.length })] : names)
}

function nameOf(what: Reference | string | undefined): string {
  return typeof what === 'string' ? text(`role.${what as 'admin'}`) : (what?.name ?? '')
}

function subjectOf({ kind, product, from, to }: Part): string {
  const move = from && to ? `${nameOf(from)} \u2192 ${nameOf(to)}` : ''
  if (kind === 'role') return `${text('plans.field.role')} ${move}`
  return [product?.name ?? '', move].filter(Boolean).join(' ')
}
