import { groupPaths, type MadeStep } from '../../directory/store/path.ts'
import type { DirectoryUser } from '../../directory/user.ts'
import type { DeviceGroupId } from '../../library/library.ts'
import type { Db } from '../../platform/db/db.ts'
import { carriersOf } from '../../products/includes.ts'
import type { ProductId } from '../../products/product.ts'
import { decide, type Entitlement, nothing, withPins } from '../../rules/decide.ts'
import {
  type Asked,
  type Bearing,
  deviceGroupsNamed,
  type Explained,
  explain,
  givenBy,
  type Judged,
} from '../../rules/explain.ts'
import type { Pin } from '../../rules/pin.ts'
import type { Rule } from '../../rules/rule.ts'
import { bearingsOf, sinceVersion } from '../../rules/store/bearings.ts'
import { pinsOf } from '../../rules/store/pins.ts'
import { liveRules } from '../../rules/store/rules.ts'
import type { HeldSeat, Person } from '../person.ts'
import { type Frame, frameOf } from './frame.ts'
import { peopleOf } from './people.ts'
import { placeInLine } from './turns.ts'
import { unseenOf } from './unseen.ts'
import { type LastLoss, lastLossOf, requestOfPin, type StoppedHere, stoppedLossOf } from './user-past.ts'

/** Everything that every "why" of one user is answered from. */
export interface Circumstances {
  readonly user: DirectoryUser
  readonly person: Person
  readonly frame: Frame
  /** Of the live rules in any state, best rank first. */
  readonly bearings: readonly Bearing[]
  readonly pins: readonly Pin[]
}

/** Grows with the live rules, and the memberships of the user. */
export async function circumstancesOf(db: Db, user: DirectoryUser): Promise<Circumstances> {
  const [frame, rules, pins] = await Promise.all([frameOf(db), liveRules(db), pinsOf(db, [user.no])])
  const bearings = await bearingsOf(db, rules, user)
  const unseen = frame.mayBeUnseen ? ((await unseenOf(db, [user.no])).get(user.no) ?? null) : null
  const entitlement = unseen ? nothing : entitledTo(bearings, pins)
  const people = await peopleOf(db, [user.no], () => ({ entitlement, request: null, unseen }))
  return { user, person: people.get(user.no)!, frame, bearings, pins }
}

function entitledTo(bearings: readonly Bearing[], pins: readonly Pin[]): Entitlement {
  const matches = ({ rule, isMember, conditionHolds }: Bearing) => rule.state === 'on' && isMember && conditionHolds
  return withPins(decide(bearings.filter(matches).map(({ rule }) => rule)), pins)
}

/** Why the rules and pins say what they say of one value, and how it came about. */
export interface Ruled extends Explained {
  /** The rule that wins; null where none does. */
  readonly winning: Judged | null
  /** The ways from the user to the winning rule's group, each from the group they are in directly; the shortest ones. */
  readonly paths: readonly (readonly MadeStep[])[]
  /** The request that completed the first of them. */
  readonly joined: string | null
  /** Since which version of the rules the winner gives it, and the edit that made it so. */
  readonly edit: { readonly version: number; readonly request: string } | null
  /** The request that set the pin, where a pin decides. */
  readonly pinned: string | null
}

export async function ruledOf(db: Db, { user, bearings, pins }: Circumstances, asked: Asked): Promise<Ruled> {
  const explained = explain(asked, bearings, pins)
  const winning = explained.rules.find(({ verdict }) => verdict === 'wins') ?? null
  const rule = winning?.bearing.rule
  const [paths, edit, pinned] = await Promise.all([
    rule ? groupPaths(db, user.no, rule.group) : [],
    rule ? sinceVersion(db, rule, (gives) => givenBy({ gives }, asked)) : null,
    explained.pin ? requestOfPin(db, explained.pin.id, user.id) : undefined,
  ])
  // Ids are in order of time: they have been in the group since the last of its steps was made.
  const joined = paths[0]?.reduce((latest, { request }) => (request > latest ? request : latest), '') ?? null
  return { ...explained, winning, paths, joined, edit, pinned: pinned ?? null }
}

/** Everything there is to say about one user and one product. */
export interface WhyProduct {
  readonly ruled: Ruled
  readonly seat: HeldSeat | null
  /** Place in the line, 1 is next. */
  readonly waiting: { readonly place: number; readonly since: Date } | null
  readonly carriedBy: ProductId | null
  readonly stopped: StoppedHere | null
  /** How they last lost it; null where they never did. */
  readonly lastLoss: LastLoss | null
}

/** Why a user has a product, or why not. */
export async function whyProduct(db: Db, circumstances: Circumstances, product: ProductId): Promise<WhyProduct> {
  const { user, person, frame, bearings } = circumstances
  const carriers = carriersOf(frame.products).get(product) ?? new Set()
  const ranked = bearings.filter(({ rule }) => rule.state === 'on').map(({ rule }: { rule: Rule }) => rule.id)
  const [ruled, waiting, stopped, lastLoss] = await Promise.all([
    ruledOf(db, circumstances, { field: 'product', product }),
    person.waiting.has(product) ? placeInLine(db, product, user.no, ranked) : null,
    stoppedLossOf(db, user.no, product),
    lastLossOf(db, user.no, product),
  ])
  return {
    ruled,
    seat: person.seats.get(product) ?? null,
    waiting,
    carriedBy: [...carriers].find((carrier) => person.seats.get(carrier)?.state === 'held') ?? null,
    stopped: stopped ?? null,
    lastLoss: lastLoss ?? null,
  }
}

/** Why a user has each device group that a rule or pin names, or why not. */
export function whyDeviceGroups(
  db: Db,
  circumstances: Circumstances,
  only: DeviceGroupId | null,
): Promise<readonly { readonly group: DeviceGroupId; readonly ruled: Ruled }[]> {
  const groups = only === null ? deviceGroupsNamed(circumstances.bearings, circumstances.pins) : [only]
  return Promise.all(
    groups.map(async (group) => ({
      group,
      ruled: await ruledOf(db, circumstances, { field: 'device-groups', group }),
    })),
  )
}
