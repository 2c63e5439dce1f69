/** How large the organization is that the engine is measured with. Each user is in five groups directly. */
export interface Size {
  readonly name: '10k' | '100k' | '1m'
  readonly users: number
  readonly groups: number
  readonly rules: number
}

export const sizes: Readonly<Record<Size['name'], Size>> = {
  '10k': { name: '10k', users: 10_000, groups: 500, rules: 200 },
  '100k': { name: '100k', users: 100_000, groups: 1_000, rules: 200 },
  '1m': { name: '1m', users: 1_000_000, groups: 5_000, rules: 200 },
}

export const membershipsOfEach = 5
