/** One line of the table. Floor and ratio are null where there is none. */
export interface Row {
  readonly name: string
  readonly unit: string
  readonly ours: number
  readonly floor: number | null
  readonly ratio: number | null
}

export function row(name: string, unit: string, ours: number, floor: number | null = null): Row {
  const round = (value: number) => Number(value.toPrecision(4))
  return {
    name,
    unit,
    ours: round(ours),
    floor: floor === null ? null : round(floor),
    ratio: floor === null ? null : round(ours / floor),
  }
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** The value below which `share` (0 to 1) of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}
