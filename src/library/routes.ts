import Type, { type TSchema } from 'typebox'
import {
  DeviceGroups,
  NamedInput,
  SettingsTemplates,
  UserGroup,
  UserGroupChange,
  UserGroupInput,
  UserGroups,
  WelcomeTemplates,
} from '../contract/library.ts'
import { ById, namedBy, Reference, type ReferenceInput } from '../contract/reference.ts'
import { recordRequest } from '../history/store.ts'
import { type Caller, requireAdmin } from '../organization/caller.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db } from '../platform/db/db.ts'
import { Refused } from '../platform/errors.ts'
import type { TypedRoutes } from '../platform/http/typed.ts'
import { isId, newId } from '../platform/id.ts'
import type { UserGroupId } from './library.ts'
import {
  deleteOn,
  findOn,
  insertOn,
  lockUserGroups,
  namesOn,
  placeUnder,
  renameOn,
  type Shelf,
  userGroups,
  withSubgroups,
} from './store.ts'

export interface LibraryDeps {
  readonly clock: Clock
  /** @throws {Refused} 409 while a rule or a pin uses it */
  readonly refuseInUse: (tx: Db, id: string, name: string) => Promise<void>
}

interface Kind {
  readonly shelf: Shelf
  /** As the act is recorded: `device-group.create`. */
  readonly noun: string
}

const userGroupKind: Kind = { shelf: 'user_groups', noun: 'user-group' }

/** User groups, device groups, settings templates, welcome templates. */
export function libraryRoutes(fastify: TypedRoutes, deps: LibraryDeps): void {
  userGroupRoutes(fastify, deps)
  plainRoutes(
    fastify,
    deps,
    '/device-groups',
    { shelf: 'device_groups', noun: 'device-group' },
    DeviceGroups,
    (all) => ({
      deviceGroups: all,
    }),
  )
  plainRoutes(
    fastify,
    deps,
    '/settings-templates',
    { shelf: 'settings_templates', noun: 'settings-template' },
    SettingsTemplates,
    (all) => ({ settingsTemplates: all }),
  )
  plainRoutes(
    fastify,
    deps,
    '/welcome-templates',
    { shelf: 'welcome_templates', noun: 'welcome-template' },
    WelcomeTemplates,
    (all) => ({ welcomeTemplates: all }),
  )
}

/** What has only a name as yet. */
function plainRoutes(
  fastify: TypedRoutes,
  deps: LibraryDeps,
  path: string,
  kind: Kind,
  list: TSchema,
  shown: (all: readonly Reference[]) => unknown,
): void {
  const tags = ['library']
  fastify.get(path, { schema: { tags, summary: `All ${kind.noun}s`, response: { 200: list } } }, async ({ caller }) =>
    shown(await namesOn(caller.db, kind.shelf)),
  )
  fastify.post(
    path,
    { schema: { tags, summary: `Add a ${kind.noun}`, body: NamedInput, response: { 201: Reference } } },
    async ({ caller, body }, reply) => {
      reply.code(201)
      return create(caller, kind, body.name, deps.clock.now())
    },
  )
  fastify.patch(
    `${path}/:id`,
    {
      schema: { tags, summary: `Rename a ${kind.noun}`, params: ById, body: NamedInput, response: { 200: Reference } },
    },
    async ({ caller, params, body }) =>
      caller.db.transaction((tx) => rename({ ...caller, db: tx }, kind, params.id, body.name, deps.clock.now())),
  )
  deleteRoute(fastify, deps, path, kind)
}

function userGroupRoutes(fastify: TypedRoutes, deps: LibraryDeps): void {
  const tags = ['library']
  const kind = userGroupKind
  fastify.get(
    '/user-groups',
    { schema: { tags, summary: 'The tree of user groups, flat', response: { 200: UserGroups } } },
    async ({ caller }) => ({ userGroups: await userGroups(caller.db) }),
  )
  fastify.post(
    '/user-groups',
    { schema: { tags, summary: 'Add a user group', body: UserGroupInput, response: { 201: UserGroup } } },
    async ({ caller, body }, reply) => {
      const made = await caller.db.transaction(async (tx) => {
        const { id } = await create({ ...caller, db: tx }, kind, body.name, deps.clock.now())
        if (body.parent) await moveUnder(tx, id, body.parent)
        return shownGroup(tx, id)
      })
      reply.code(201)
      return made
    },
  )
  fastify.patch(
    '/user-groups/:id',
    {
      schema: {
        tags,
        summary: 'Rename a user group, or put it elsewhere in the tree',
        params: ById,
        body: UserGroupChange,
        response: { 200: UserGroup },
      },
    },
    async ({ caller, params, body }) =>
      caller.db.transaction(async (tx) => {
        await lockUserGroups(tx)
        const { name = (await find(tx, kind, params.id)).name, parent } = body
        await rename({ ...caller, db: tx }, kind, params.id, name, deps.clock.now())
        if (parent !== undefined) await moveUnder(tx, params.id, parent)
        return shownGroup(tx, params.id)
      }),
  )
  deleteRoute(fastify, deps, '/user-groups', kind)
}

function deleteRoute(fastify: TypedRoutes, { clock, refuseInUse }: LibraryDeps, path: string, kind: Kind): void {
  fastify.delete(
    `${path}/:id`,
    {
      schema: {
        tags: ['library'],
        summary: `Delete a ${kind.noun} that nothing uses`,
        params: ById,
        response: { 204: Type.Null() },
      },
    },
    async ({ caller, params }, reply) => {
      requireAdmin(caller)
      await caller.db.transaction(async (tx) => {
        const found = await find(tx, kind, params.id)
        await refuseInUse(tx, found.id, found.name)
        await deleteOn(tx, kind.shelf, found.id)
        await record({ ...caller, db: tx }, kind, 'delete', found, clock.now())
      })
      return reply.code(204).send(null)
    },
  )
}

async function create(caller: Caller, kind: Kind, name: string, at: Date): Promise<Reference> {
  requireAdmin(caller)
  const made = { id: newId(), name: name.trim() }
  await caller.db.transaction(async (tx) => {
    await insertOn(tx, kind.shelf, made, at)
    await record({ ...caller, db: tx }, kind, 'create', made, at)
  })
  return made
}

async function rename(caller: Caller, kind: Kind, id: string, name: string, at: Date): Promise<Reference> {
  requireAdmin(caller)
  const found = await find(caller.db, kind, id)
  const renamed = { id: found.id, name: name.trim() }
  await renameOn(caller.db, kind.shelf, found.id, renamed.name)
  await record(caller, kind, 'change', renamed, at)
  return renamed
}

function record({ db, actor }: Caller, { noun }: Kind, verb: string, target: Reference, at: Date): Promise<string> {
  return recordRequest(db, { at, actor, action: `${noun}.${verb}`, target: { kind: noun, ...target } })
}

/** @throws {Refused} 404 */
async function find(db: Db, { shelf, noun }: Kind, id: string): Promise<Reference> {
  const found = isId(id) ? await findOn(db, shelf, id) : undefined
  if (!found) throw new Refused(404, 'NOT_FOUND', `There is no such ${noun.replace('-', ' ')}.`)
  return found
}

async function shownGroup(db: Db, id: string) {
  return (await userGroups(db)).find((group) => group.id === id.toLowerCase())!
}

/** @throws {Refused} 422 an unknown parent, or one that is below the group itself */
async function moveUnder(tx: Db, id: string, input: ReferenceInput | null): Promise<void> {
  const parent = input === null ? null : namedBy(input).toLowerCase()
  const pointer = '/parent'
  if (parent !== null) {
    if (!isId(parent) || !(await findOn(tx, 'user_groups', parent)))
      throw new Refused(422, 'UNKNOWN_USER_GROUP', 'There is no such user group to put it under.', { pointer })
    if ((await withSubgroups(tx, id as UserGroupId)).has(parent as UserGroupId))
      throw new Refused(422, 'PARENT_OF_ITSELF', 'A user group cannot be below itself.', { pointer })
  }
  await placeUnder(tx, id as UserGroupId, parent as UserGroupId | null)
}
