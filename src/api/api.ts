import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { endGrace } from '../apply/grace.ts'
import { createPin, removePin } from '../apply/pins.ts'
import { retryFailures } from '../apply/retry.ts'
import { conflictRoutes } from '../apply/routes/conflicts.ts'
import { existingAccountRoutes } from '../apply/routes/existing-accounts.ts'
import { mineRoutes } from '../apply/routes/mine.ts'
import { rulesApplier } from '../apply/rules.ts'
import { applyStopped, keepStopped } from '../apply/stopped.ts'
import { applyStoppedRoles, keepStoppedRoles } from '../apply/stopped-roles.ts'
import { refuseInUse } from '../apply/use.ts'
import { groupRoutes } from '../directory/routes/groups.ts'
import { memberRoutes } from '../directory/routes/members.ts'
import { historyRoutes } from '../history/routes.ts'
import { recordRequest } from '../history/store.ts'
import { importRoutes } from '../inbound/csv/routes.ts'
import { oauthClientRoutes } from '../inbound/routes/oauth-clients.ts'
import { sourceRoutes } from '../inbound/routes/sources.ts'
import { tokenRoutes } from '../inbound/routes/tokens.ts'
import { listSources } from '../inbound/source.ts'
import { connectRoutes } from '../inbound/traffic/routes/connect.ts'
import { linkRoutes } from '../inbound/traffic/routes/links.ts'
import { trafficRoutes } from '../inbound/traffic/routes/traffic.ts'
import { libraryRoutes } from '../library/routes.ts'
import type { Caller } from '../organization/caller.ts'
import { organizationRoutes } from '../organization/routes.ts'
import { compareRoutes } from '../plan/routes/compare.ts'
import { failureRoutes } from '../plan/routes/failures.ts'
import { graceRoutes } from '../plan/routes/grace.ts'
import { overviewRoutes } from '../plan/routes/overview.ts'
import { planRoutes } from '../plan/routes/plans.ts'
import { seatRoutes } from '../plan/routes/seats.ts'
import { stoppedRoutes } from '../plan/routes/stopped.ts'
import { userRoutes } from '../plan/routes/users.ts'
import { whatIfRoutes } from '../plan/routes/what-if.ts'
import { whyRoutes } from '../plan/routes/why.ts'
import type { TypedRoutes } from '../platform/http/typed.ts'
import { validatorCompiler } from '../platform/http/validate.ts'
import { productRoutes } from '../products/routes.ts'
import { draftRoutes } from '../rules/routes/draft.ts'
import { manyPinsRoutes } from '../rules/routes/many-pins.ts'
import { matchingRoutes } from '../rules/routes/matching.ts'
import { pinRoutes } from '../rules/routes/pins.ts'
import { reachRoutes } from '../rules/routes/reach.ts'
import { draftRevertRoutes } from '../rules/routes/revert.ts'
import { ruleRoutes } from '../rules/routes/rules.ts'
import { versionRoutes } from '../rules/routes/versions.ts'
import { groupsOfRules, namesOf, rulesNaming } from '../rules/store/names.ts'
import { languageAsked, speakingIn } from '../words/say.ts'
import type { ApiDeps } from './deps.ts'
import { openDoor } from './door.ts'
import { readJson, refuseUnstorable } from './input.ts'
import { aboutDocument, describeRoute } from './openapi.ts'
import { answerNotFound, answerProblem } from './problem.ts'
import { rehearsedPlan } from './rehearsed.ts'
import { clockRoutes } from './routes/clock.ts'
import { liveRoutes } from './routes/live.ts'
import { openapiRoutes } from './routes/openapi.ts'
import { runRoutes } from './routes/runs.ts'

/**
 * api/ puts the rooms' routes together under /api/v1: one door, one way to read input, one shape of error, one document.
 * It owns no route of a room, and decides nothing.
 *
 * Register it with the prefix: `fastify.register(apiRoutes, { prefix: '/api/v1', ...deps })`.
 */
export async function apiRoutes(fastify: FastifyInstance, deps: ApiDeps): Promise<void> {
  const { clock, wake, database, publicUrl, planner } = deps
  const { planRules } = planner
  const applyRules = rulesApplier(planRules)
  const rehearsed = (caller: Caller, edit: (caller: Caller) => Promise<unknown>) =>
    rehearsedPlan(caller.db, clock.now(), (tx) => edit({ ...caller, db: tx }))
  const routes = fastify.withTypeProvider() as unknown as TypedRoutes
  fastify.setValidatorCompiler(validatorCompiler)
  fastify.setSerializerCompiler(() => JSON.stringify)
  fastify.setErrorHandler(answerProblem)
  fastify.setNotFoundHandler(answerNotFound)
  readJson(fastify)
  fastify.addHook('preValidation', refuseUnstorable)
  fastify.addHook('onRoute', describeRoute)
  await fastify.register(swagger, aboutDocument)
  openapiRoutes(fastify)
  // A link is what lets in here.
  connectRoutes(routes, { clock, database, publicUrl })

  // A scope of its own: the document is for everybody, what follows is behind the door.
  await fastify.register(async (inner) => {
    openDoor(inner, deps)
    inner.addHook('preHandler', (request, _, done) =>
      speakingIn(languageAsked(request.headers['accept-language']), done),
    )
    const rooms = inner as unknown as typeof routes
    organizationRoutes(rooms, { clock, wake, record: recordRequest })
    overviewRoutes(rooms, { clock })
    userRoutes(rooms, { clock })
    mineRoutes(rooms, { clock, wake })
    whyRoutes(rooms, { clock })
    whatIfRoutes(rooms, { clock })
    memberRoutes(rooms)
    groupRoutes(rooms, {
      rulesNaming,
      groupsOfRules,
      sourceNames: async (db) => new Map((await listSources(db)).map(({ id, name }) => [id, name])),
    })
    sourceRoutes(rooms, { clock, wake, database, publicUrl })
    tokenRoutes(rooms, { clock, database, publicUrl })
    oauthClientRoutes(rooms, { clock, database, publicUrl, privateAddresses: deps.privateAddresses ?? false })
    trafficRoutes(rooms)
    linkRoutes(rooms, { clock, database, publicUrl })
    await inner.register(async (files) => importRoutes(files as unknown as typeof routes, { clock, wake, database }))
    productRoutes(rooms, { clock, wake, refuseInUse, rehearse: rehearsed })
    seatRoutes(rooms, { clock })
    graceRoutes(rooms, { clock, wake, endGrace, rehearse: rehearsed })
    failureRoutes(rooms, { clock, wake, retryFailures })
    compareRoutes(rooms, { clock })
    ruleRoutes(rooms, { clock, wake, applyRules })
    reachRoutes(rooms)
    versionRoutes(rooms)
    draftRoutes(rooms, { clock, wake, applyRules })
    planRoutes(rooms, { clock, planRules })
    stoppedRoutes(rooms, { clock, wake, applyStopped, keepStopped, applyStoppedRoles, keepStoppedRoles })
    conflictRoutes(rooms, { clock, wake })
    await inner.register(async (files) => existingAccountRoutes(files as unknown as typeof routes, { clock, wake }))
    matchingRoutes(rooms)
    const pins = { clock, wake, createPin, removePin, rehearse: rehearsed }
    pinRoutes(rooms, pins)
    manyPinsRoutes(rooms, pins)
    draftRevertRoutes(rooms, { clock })
    libraryRoutes(rooms, { clock, refuseInUse })
    historyRoutes(rooms, { clock, namesOf })
    liveRoutes(rooms, deps)
    runRoutes(rooms, deps)
    clockRoutes(rooms, deps)
  })
}
