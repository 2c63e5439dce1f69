/**
 * Rows as a table for people. Columns named in `right` stand at the right, as numbers do. The last column is not padded.
 */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly string[] = [],
): string {
  const all = [heads, ...rows]
  const widths = heads.map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ''))))
  const line = (row: readonly string[]) =>
    heads
      .map((head, column) => {
        const cell = row[column] ?? ''
        const space = ' '.repeat(widths[column]! - widthOf(cell))
        return right.includes(head) ? space + cell : cell + space
      })
      .join('  ')
      .trimEnd()
  return all.map(line).join('\n')
}

const marks = /\p{Mark}/gu
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u

/** Columns of a terminal: a mark sits on its letter, an ideograph is two wide. */
function widthOf(text: string): number {
  let width = 0
  for (const letter of text.replace(marks, '')) width += wide.test(letter) ? 2 : 1
  return width
}

/** Null is unlimited. */
export function amount(seats: number | null): string {
  return seats === null ? 'unlimited' : String(seats)
}
