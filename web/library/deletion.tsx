import { Link } from '@tanstack/react-router'
import type { Use } from '../../src/contract/problem.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { useDeletion, usesIn } from './queries.ts'

interface Props {
  readonly name: string
  /** Below /api/v1. */
  readonly path: string
  readonly onClose: () => void
}

/** Says that it cannot be brought back; and where something uses it, what does, instead of deleting it. */
export function DeletionDialog({ name, path, onClose }: Props) {
  const deletion = useDeletion()
  const used = usesIn(deletion.error)
  return (
    <Dialog isOpen onClose={onClose} title={text('library.deleteOf', { name })}>
      <div className="flex flex-col gap-4">
        {used ? (
          <Uses name={name} uses={used.uses} count={used.count} />
        ) : deletion.error ? (
          <Notice live look="bad" title={deletion.error.message} />
        ) : (
          <p className="text-md">{text('library.deleteConsequence', { name })}</p>
        )}
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{text(used ? 'ui.close' : 'ui.cancel')}</Button>
          {!used && (
            <Button
              look="danger"
              icon="trash"
              isDisabled={deletion.isPending}
              onPress={() => deletion.mutate({ path, name }, { onSuccess: onClose })}
            >
              {text('library.deleteName', { name })}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  )
}

function Uses({ name, uses, count }: { readonly name: string; readonly uses: readonly Use[]; readonly count: number }) {
  return (
    <>
      <Notice live look="warn" title={text('library.inUse', { name, count })}>
        {text('library.inUseHint')}
      </Notice>
      <ul className="flex max-h-72 flex-col divide-y divide-line overflow-auto rounded-lg border border-line">
        {uses.map((use) => (
          <li key={`${use.kind} ${use.id}`} className="flex min-h-9 items-center justify-between gap-3 px-3 text-md">
            <UseLink use={use} />
            <span className="text-sm text-ink-soft">{text(`library.uses.${use.kind}`)}</span>
          </li>
        ))}
      </ul>
      {count > uses.length && (
        <p className="text-sm text-ink-soft">{text('library.more', { count: count - uses.length })}</p>
      )}
    </>
  )
}

function UseLink({ use: { kind, id, name } }: { readonly use: Use }) {
  const className = 'inline-flex min-h-7 min-w-0 items-center underline-offset-2 hover:underline'
  switch (kind) {
    case 'rule':
    case 'draft-rule':
      return (
        <Link to="/rules" search={{ rule: id }} className={className}>
          <bdi>{name}</bdi>
        </Link>
      )
    case 'seat':
    case 'waiting':
      return (
        <Link to="/users/$user" params={{ user: id }} className={className}>
          <bdi>{name}</bdi>
        </Link>
      )
    default:
      return <bdi>{name}</bdi>
  }
}
