import { circles, teams } from './company.ts'

/** What the demo's organization has besides its directory: seats, user groups, and six rules. By names, as an admin says them. */

/** Seats owned, by the catalogue's key and the tier. Two are smaller than the demand: there is a line for them. */
export const pools = [
  { product: 'meeting', tier: 'Pro', owned: 100 },
  { product: 'meeting', tier: 'Plus', owned: 60 },
  { product: 'webinar', tier: '500', owned: 30 },
  { product: 'training', tier: 'Plus', owned: 25 },
  { product: 'connect', tier: 'Standard', owned: 200 },
  { product: 'resolve', tier: 'Premium', owned: 15 },
  { product: 'assist-v5', tier: 'Standard', owned: 66 },
] as const

/** Whoever leaves the support desk for a day does not lose the seat: night shifts and team changes look like that. */
export const grace = { product: 'assist-v5', seconds: 86_400 } as const

export const userGroups = ['IT', 'Sales', 'Support'] as const
export const deviceGroups = ['Service desk machines'] as const

export interface WantedRule {
  readonly name: string
  readonly description: string
  readonly group: string
  readonly condition?: string
  readonly products: readonly { readonly product: string; readonly tier: string }[]
  readonly role?: object
  readonly userGroup?: (typeof userGroups)[number]
  readonly deviceGroups?: readonly (typeof deviceGroups)[number][]
  readonly language?: string
}

/** Best rank first. */
export const rules: readonly WantedRule[] = [
  {
    name: 'IT administrators',
    description: 'They look after users and seats, and nothing beyond.',
    group: teams.it,
    products: [{ product: 'resolve', tier: 'Premium' }],
    role: {
      role: 'manager',
      privileges: ['manage-users', 'manage-seats', 'manage-user-groups', 'run-reports'],
      managedGroups: 'all',
    },
    userGroup: 'IT',
  },
  {
    name: 'Webinar hosts',
    description: 'A webinar seat carries Meeting, so hosts take no seat of that.',
    group: circles.hosts,
    products: [{ product: 'webinar', tier: '500' }],
  },
  {
    name: 'Trainers',
    description: '',
    group: circles.trainers,
    products: [{ product: 'training', tier: 'Plus' }],
  },
  {
    name: 'Sales',
    description: 'Sales Europe is a group within Sales: its members match as well. Interns are left out.',
    group: teams.sales,
    condition: 'not (title co "intern")',
    products: [
      { product: 'meeting', tier: 'Pro' },
      { product: 'connect', tier: 'Standard' },
    ],
    userGroup: 'Sales',
  },
  {
    name: 'Customer support',
    description: 'Day and night shift. A seat that is lost waits a day for its holder.',
    group: teams.support,
    products: [
      { product: 'assist-v5', tier: 'Standard' },
      { product: 'connect', tier: 'Standard' },
    ],
    userGroup: 'Support',
    deviceGroups: ['Service desk machines'],
  },
  {
    name: 'Bureau de Montréal',
    description: 'Everybody in Montréal can meet, and is written to in French.',
    group: circles.montreal,
    products: [{ product: 'meeting', tier: 'Plus' }],
    language: 'fr',
  },
]
