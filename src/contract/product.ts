import Type, { type Static } from 'typebox'
import { Body, Id, Name, Nullable, Reference, ReferenceInput } from './reference.ts'

/** Seats that may be owned: as many as a 32-bit counter holds. */
export const Owned = Nullable(
  Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: 'Seats owned; null: unlimited.' }),
)

export const Shortage = Type.Union([Type.Literal('wait'), Type.Literal('fall-back'), Type.Literal('block')])

export const Tier = Type.Object(
  {
    id: Id,
    name: Type.String(),
    owned: Owned,
    held: Type.Integer(),
    grace: Type.Integer(),
    free: Nullable(
      Type.Integer({ description: 'Owned less held and in grace: below 0 after owned was lowered. Null: unlimited.' }),
    ),
    waiting: Type.Integer(),
    shortage: Shortage,
  },
  { title: 'Tier' },
)
export type Tier = Static<typeof Tier>

export const Product = Type.Object(
  {
    id: Id,
    name: Type.String(),
    catalogueKey: Nullable(Type.String()),
    hasDevices: Type.Boolean(),
    graceSeconds: Type.Integer(),
    includes: Type.Array(Reference),
    connector: Type.Boolean({ description: 'Without one a seat is a record only: nothing tells the product.' }),
    tiers: Type.Array(Tier, { description: 'Best first.' }),
  },
  { title: 'Product' },
)
export type Product = Static<typeof Product>

export const Products = Type.Object({ products: Type.Array(Product) })
export type Products = Static<typeof Products>

const GraceSeconds = Type.Integer({
  minimum: 0,
  maximum: 315_360_000,
  description: 'How long a lost seat waits for its holder.',
})

export const TierInput = Body(
  { name: Name, owned: Type.Optional(Owned), shortage: Type.Optional(Shortage) },
  'TierInput',
)
export type TierInput = Static<typeof TierInput>

/** Products that are known beforehand: data to begin with, not code. Tiers best first; includes by key. */
export const Catalogue = Type.Object(
  {
    products: Type.Array(
      Type.Object({
        key: Type.String(),
        name: Type.String(),
        tiers: Type.Array(Type.String()),
        includes: Type.Array(Type.String()),
        hasDevices: Type.Boolean(),
      }),
    ),
  },
  { title: 'Catalogue' },
)
export type Catalogue = Static<typeof Catalogue>

/** Without tiers it has one, "Standard". `owned` left out: unlimited. */
export const ProductInput = Body(
  {
    name: Name,
    tiers: Type.Optional(Type.Array(TierInput, { maxItems: 100 })),
    includes: Type.Optional(Type.Array(ReferenceInput, { maxItems: 100 })),
    hasDevices: Type.Optional(Type.Boolean()),
    graceSeconds: Type.Optional(GraceSeconds),
    catalogueKey: Type.Optional(
      Type.String({ maxLength: 100, description: 'Which product of the catalogue it is: GET /catalogue.' }),
    ),
  },
  'ProductInput',
)
export type ProductInput = Static<typeof ProductInput>

export const ProductChange = Body(
  {
    name: Type.Optional(Name),
    includes: Type.Optional(Type.Array(ReferenceInput, { maxItems: 100 })),
    hasDevices: Type.Optional(Type.Boolean()),
    graceSeconds: Type.Optional(GraceSeconds),
  },
  'ProductChange',
)
export type ProductChange = Static<typeof ProductChange>

export const PoolChange = Type.Object(
  { owned: Type.Optional(Owned), shortage: Type.Optional(Shortage), name: Type.Optional(Name) },
  { additionalProperties: false, minProperties: 1, title: 'PoolChange' },
)
export type PoolChange = Static<typeof PoolChange>
