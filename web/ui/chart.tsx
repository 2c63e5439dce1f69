import { type ReactNode, useId } from 'react'
import { number } from '../locales/text.ts'

export interface Point {
  readonly id: string
  /** As it is called in the table: a day, an hour. */
  readonly name: string
  readonly values: readonly (number | null)[]
}

interface TwinProps {
  readonly label: string
  /** What the first column of the table has, and what opens it. */
  readonly words: { readonly when: string; readonly table: string }
  readonly series: readonly string[]
  readonly points: readonly Point[]
  readonly children: ReactNode
}

/** A picture, and the same as a table for whoever reads numbers or hears them (every chart has one). */
export function Chart({ label, words, series, points, children }: TwinProps) {
  const name = useId()
  return (
    <figure aria-labelledby={name} className="flex flex-col gap-1">
      <figcaption id={name} className="sr-only">
        {label}
      </figcaption>
      {children}
      <details className="text-sm">
        <summary className="inline-flex min-h-6 cursor-pointer items-center text-ink-soft hover:text-ink hover:underline">
          {words.table}
        </summary>
        <div className="mt-1 overflow-hidden rounded-lg border border-line">
          <table className="w-full text-sm tabular-nums">
            <thead className="bg-sunken text-xs text-ink-soft">
              <tr>
                {[words.when, ...series].map((each, index) => (
                  <th
                    key={each}
                    scope="col"
                    className={`px-3 py-1 font-medium ${index > 0 ? 'text-right' : 'text-left'}`}
                  >
                    {each}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map(({ id, name: when, values }) => (
                <tr key={id} className="border-t border-line">
                  <th scope="row" className="px-3 py-1 text-left font-normal whitespace-nowrap">
                    {when}
                  </th>
                  {values.map((value, index) => (
                    <td key={series[index]} className="px-3 py-1 text-right">
                      {value === null ? '–' : number(value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}

const WIDTH = 600
const HEIGHT = 96

/** An amount over time as an area, what is beyond it hatched, and a limit as a line of dashes. Drawn to fill its place. */
export function Area({ points }: { readonly points: readonly Point[] }) {
  const top = Math.max(
    1,
    ...points.map(({ values: [full, more, limit] }) => Math.max((full ?? 0) + (more ?? 0), limit ?? 0)),
  )
  const x = (index: number) => (points.length < 2 ? WIDTH : (index / (points.length - 1)) * WIDTH)
  const y = (value: number) => HEIGHT - (value / (top * 1.08)) * HEIGHT
  const line = (of: (point: Point) => number) => points.map((point, index) => `${x(index)},${y(of(point))}`).join(' ')
  const full = ({ values }: Point) => values[0] ?? 0
  const all = ({ values }: Point) => (values[0] ?? 0) + (values[1] ?? 0)
  const limits = points.map(({ values }) => values[2] ?? null)
  return (
    <div
      className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 gap-y-1 text-xs text-ink-soft tabular-nums"
      aria-hidden="true"
    >
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-32 w-full border-b border-line text-accent forced-color-adjust-none"
      >
        <polygon points={`0,${HEIGHT} ${line(all)} ${WIDTH},${HEIGHT}`} className="fill-current opacity-20" />
        <polygon points={`0,${HEIGHT} ${line(full)} ${WIDTH},${HEIGHT}`} className="fill-current opacity-30" />
        <polyline
          points={line(full)}
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
        <path
          d={stepsOf(limits, x, y)}
          fill="none"
          strokeWidth="1.5"
          strokeDasharray="4 3"
          vectorEffect="non-scaling-stroke"
          className="stroke-ink-soft"
        />
      </svg>
      <div className="flex flex-col justify-between">
        <span>{number(top)}</span>
        <span>0</span>
      </div>
      <div className="flex justify-between">
        <span>{points[0]?.name}</span>
        <span>{points.at(-1)?.name}</span>
      </div>
    </div>
  )
}

/** A line that holds its height until the next point; a gap where nothing is known or there is no limit. */
function stepsOf(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  return values
    .map((value, index) => {
      if (value === null) return ''
      const before = index > 0 ? values[index - 1] : null
      return before === null || before === undefined ? `M${x(index)},${y(value)}` : `H${x(index)}V${y(value)}`
    })
    .join('')
}

/** Amounts side by side, the largest as high as there is room. */
export function Columns({ points }: { readonly points: readonly Point[] }) {
  const top = Math.max(1, ...points.map(({ values: [value] }) => value ?? 0))
  const width = WIDTH / Math.max(points.length, 1)
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${WIDTH} 40`}
      preserveAspectRatio="none"
      className="h-10 w-full text-accent forced-color-adjust-none"
    >
      {points.map(({ id, values: [value] }, index) => {
        const height = value ? Math.max(3, (value / top) * 40) : 1
        return (
          <rect
            key={id}
            x={index * width + 1}
            y={40 - height}
            width={Math.max(width - 3, 1)}
            height={height}
            className={value ? 'fill-current' : 'fill-line'}
          />
        )
      })}
    </svg>
  )
}
