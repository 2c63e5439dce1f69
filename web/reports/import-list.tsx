import { useRef } from 'react'
import type { ExistingImported } from '../../src/contract/existing-account.ts'
import { number, text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { type Column, Table } from '../ui/table.tsx'
import type { useImport } from './existing-queries.ts'

type Import = ReturnType<typeof useImport>

/** Chooses a file and takes it in at once: it only says who had what; nothing is given or taken by it. */
export function ImportButton({ taken }: { readonly taken: Import }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        hidden
        aria-label={text('existing.file')}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file) taken.mutate(file)
          // The same file may be chosen again, mended.
          target.value = ''
        }}
      />
      <Button icon="sources" isPending={taken.isPending} onPress={() => input.current?.click()}>
        {text('existing.import')}
      </Button>
    </>
  )
}

/** What a file said, and which of its lines could not be kept. */
export function Imported({ taken }: { readonly taken: Import }) {
  if (taken.error)
    return (
      <Notice live look="bad" title={text('existing.notTaken')}>
        {taken.error.message}
      </Notice>
    )
  if (!taken.data) return null
  const { lines, invalid, counts } = taken.data
  return (
    <>
      <Notice live look={invalid.length > 0 ? 'warn' : 'good'} title={text('existing.taken', { count: lines })}>
        {text('existing.takenCounts', {
          matched: number(counts.matched),
          unmatched: number(counts.unmatched),
          conflicting: number(counts.conflicting),
        })}
      </Notice>
      {invalid.length > 0 && (
        <section className="rounded-xl border border-line bg-surface">
          <h2 className="px-4 pt-3 pb-1 text-md font-semibold">
            {text('existing.invalid', { count: invalid.length })}
          </h2>
          <Table
            label={text('existing.invalid', { count: invalid.length })}
            columns={columns}
            rows={invalid}
            rowKey={({ line }) => String(line)}
          />
        </section>
      )}
    </>
  )
}

const columns: readonly Column<ExistingImported['invalid'][number]>[] = [
  { id: 'line', name: text('existing.line'), width: '4rem', cell: ({ line }) => number(line) },
  {
    id: 'problem',
    name: text('existing.problem'),
    width: 'minmax(0, 1fr)',
    card: 'line',
    cell: ({ problem }) => problem,
  },
  {
    id: 'remedy',
    name: text('existing.remedy'),
    width: 'minmax(0, 1fr)',
    card: 'line',
    cell: ({ remedy }) => <span className="text-ink-soft">{remedy}</span>,
  },
]
