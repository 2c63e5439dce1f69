// biome-ignore-all lint/a11y/useSemanticElements: a <table> laid out as cards is no table to a screen reader any more
import { type Column, TableHead, TableRow, tracksOf } from './table-row.tsx'

export { aboveRowLinkClass, type Column, rowLinkClass } from './table-row.tsx'

interface Props<Row> {
  /** What it is a table of. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly rowClass?: (row: Row) => string
}

/**
 * A table by ARIA roles on a CSS grid, so that a row can become a card where there is no room for columns (WCAG 1.4.10)
 * and still be a row to a screen reader. Draws every row: for more than a few hundred there is `VirtualTable`.
 */
export function Table<Row>({ label, columns, rows, rowKey, rowClass }: Props<Row>) {
  return (
    <div className="@container">
      <div
        role="table"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        style={tracksOf(columns)}
        className="text-md"
      >
        <TableHead columns={columns} />
        <div role="rowgroup">
          {rows.map((row) => (
            <TableRow
              key={rowKey(row)}
              columns={columns}
              row={row}
              className={`first:border-t-0 @2xl:first:border-t ${rowClass?.(row) ?? ''}`}
            />
          ))}
        </div>
      </div>
    </div>
  )
}
