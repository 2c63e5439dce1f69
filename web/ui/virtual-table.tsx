// biome-ignore-all lint/a11y/useSemanticElements: a <table> laid out as cards is no table to a screen reader any more
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { text } from '../locales/text.ts'
import { type Column, TableHead, TableRow, tracksOf } from './table-row.tsx'

interface Props<Row> {
  /** What it is a table of. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  /** Those that were loaded. */
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly rowClass?: (row: Row) => string
  /** How many there are in all, where that is known. */
  readonly total?: number | undefined
  /** There are more: asked for when the end comes near. Leave out where `rows` are all. */
  readonly more?: { readonly isLoading: boolean; readonly load: () => void } | undefined
}

const ROW_HEIGHT = 44

/**
 * A table that draws only the rows in sight of a page that may be a hundred thousand rows long, and asks for the next ones
 * when their end comes near. It scrolls with the page, so that there is never a scroll bar inside another.
 */
export function VirtualTable<Row>({ label, columns, rows, rowKey, rowClass, total, more }: Props<Row>) {
  const body = useRef<HTMLDivElement>(null)
  const top = useTop(body)
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => rowKey(rows[index]!),
  })
  const drawn = virtual.getVirtualItems()
  const last = drawn.at(-1)?.index ?? -1
  const wants = more !== undefined && !more.isLoading && last >= rows.length - 25
  const load = more?.load
  useEffect(() => {
    if (wants) load?.()
  }, [wants, load])
  const count = total ?? (more ? -1 : rows.length)
  return (
    <div className="@container">
      <div
        role="table"
        aria-label={label}
        aria-rowcount={count < 0 ? -1 : count + 1}
        style={tracksOf(columns)}
        className="text-md"
      >
        <TableHead columns={columns} />
        <div ref={body} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {drawn.map(({ index, key, start }) => (
            <TableRow
              key={key}
              columns={columns}
              row={rows[index]!}
              at={index + 2}
              className={rowClass?.(rows[index]!) ?? ''}
              place={{
                ref: virtual.measureElement,
                index,
                style: { position: 'absolute', insetInline: 0, transform: `translateY(${start - top}px)` },
              }}
            />
          ))}
        </div>
      </div>
      {more?.isLoading && (
        <p role="status" className="border-t border-line px-4 py-2 text-sm text-ink-soft">
          {text('ui.loadingMore')}
        </p>
      )}
    </div>
  )
}

/** How far down the page an element begins. What stands above it may grow, so it is looked at after every drawing. */
function useTop(element: { readonly current: HTMLElement | null }): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const { current } = element
    if (current) setTop(Math.round(current.getBoundingClientRect().top + window.scrollY))
  })
  return top
}
