// biome-ignore-all lint/a11y/useSemanticElements: a <table> laid out as cards is no table to a screen reader any more
// biome-ignore-all lint/a11y/useFocusableInteractive: the rows of a table, unlike those of a grid, take no focus
import type { CSSProperties, ReactNode, Ref } from 'react'

export interface Column<Row> {
  readonly id: string
  readonly name: string
  /** Its share of the width, as a track of a CSS grid: `5rem`, `minmax(0, 2fr)`. */
  readonly width: string
  readonly align?: 'end'
  /** Where it stands on a narrow page, when a row is a card; left out: in the text, after its name. */
  readonly card?: keyof typeof places
  /** Only for assistive technology: what the column has is plain to see. */
  readonly quietName?: boolean
  readonly cell: (row: Row) => ReactNode
}

/** The columns of a table as a CSS grid's tracks, for whatever element is the table. */
export function tracksOf(columns: readonly Column<never>[]): CSSProperties {
  return { '--columns': columns.map(({ width }) => width).join(' ') } as CSSProperties
}

export function TableHead<Row>({ columns }: { readonly columns: readonly Column<Row>[] }) {
  return (
    <div role="rowgroup" className="sr-only @2xl:not-sr-only">
      <div role="row" className="@2xl:grid @2xl:grid-cols-(--columns) @2xl:items-end @2xl:gap-x-4 @2xl:px-4 @2xl:py-2">
        {columns.map(({ id, name, align, quietName }, index) => (
          <div
            key={id}
            role="columnheader"
            className={`text-xs font-medium text-ink-soft ${align === 'end' ? 'text-right' : ''} ${apart(columns, index)}`}
          >
            <span className={quietName ? 'sr-only' : ''}>{name}</span>
          </div>
        ))}
      </div>
    </div>
  )
}

/** Words that follow a number on its right edge stand apart from it. */
function apart(columns: readonly Column<never>[], index: number): string {
  const column = columns[index]
  return columns[index - 1]?.align === 'end' && column?.align !== 'end' && !column?.quietName ? '@2xl:pl-4' : ''
}

interface RowProps<Row> {
  readonly columns: readonly Column<Row>[]
  readonly row: Row
  readonly className?: string
  /** Its place in the whole table, the head being 1: where not all rows are drawn. */
  readonly at?: number
  readonly place?: { readonly ref: Ref<HTMLDivElement>; readonly style: CSSProperties; readonly index: number }
}

/** Columns where there is room for them, else a card. `data-row` is what the keys j and k go by. */
export function TableRow<Row>({ columns, row, className = '', at, place }: RowProps<Row>) {
  return (
    <div
      role="row"
      data-row
      {...(at !== undefined && { 'aria-rowindex': at })}
      {...(place && { ref: place.ref, style: place.style, 'data-index': place.index })}
      className={`relative flex flex-wrap items-center gap-x-4 gap-y-1.5 border-t border-line px-4 py-3 hover:bg-sunken/60 @2xl:grid @2xl:min-h-11 @2xl:grid-cols-(--columns) @2xl:py-1.5 ${className}`}
    >
      {columns.map(({ id, name, align, card, cell }, index) => (
        <div
          key={id}
          role="cell"
          className={`min-w-0 ${card ? places[card] : 'flex items-baseline gap-1.5'} @2xl:order-none @2xl:block ${align === 'end' ? '@2xl:text-right @2xl:tabular-nums' : ''} ${apart(columns, index)}`}
        >
          {card === undefined && (
            <span aria-hidden="true" className="text-xs text-ink-soft @2xl:hidden">
              {name}
            </span>
          )}
          {cell(row)}
        </div>
      ))}
    </div>
  )
}

/** `top`: the first line, `title`: the rest of it, `corner`: its end; `line`: a line of its own; `plain`: in the text. */
const places = {
  top: '-order-1 max-w-[calc(100%-4rem)] @2xl:max-w-none',
  title: '-order-1 flex-1',
  corner: '-order-1 -my-1',
  line: 'basis-full',
  plain: '',
}

/** For the link of a row: all of the row leads where it leads. What else can be pressed in the row stands above it. */
export const rowLinkClass =
  'font-semibold text-ink after:absolute after:inset-0 hover:underline focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent'
export const aboveRowLinkClass = 'relative z-10'
