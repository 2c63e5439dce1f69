import type { PastRules, RulesAtQuery } from '../../contract/past.ts'
import { readPast, requireKept } from '../../history/moment.ts'
import { shownRequest } from '../../history/shown.ts'
import { requestsById } from '../../history/store.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import { liveVersion, ruleSetOf, rulesOfVersion, versionAt } from '../store/rules.ts'
import { shownPast } from './shown.ts'

/**
 * The rules as they were at a moment, or in a version.
 * @throws {Refused} 422 more than one of the query's members, or a moment of which nothing is known; 404 no such version
 */
export async function pastRules(db: Db, query: RulesAtQuery, now: Date): Promise<PastRules> {
  const { at, version: asked, draft } = query
  if (draft !== undefined || (at !== undefined && asked !== undefined))
    throw new Refused(422, 'ONE_OF', 'Give one of draft, at and version: each shows other rules.')
  const version = asked ?? (await versionAt(db, await readPast(db, at!, '/at', now)))
  const set = version === 0 ? undefined : await ruleSetOf(db, version)
  const first = version === 0 ? await ruleSetOf(db, 1) : undefined
  if (version > 0 ? !set : !first && (await liveVersion(db)) > 0)
    throw new Refused(404, 'NOT_FOUND', 'There is no such version of the rules, or no more.')
  // A version that ended before history is kept may have lost rules since.
  if (asked !== undefined && set?.until) await requireKept(db, set.until, '/version')
  const requests = await requestsById(db, set ? [set.request] : [])
  const request = set && requests.get(set.request)
  return {
    version,
    since: set?.since.toISOString() ?? null,
    until: (set ? set.until : first?.since)?.toISOString() ?? null,
    request: request ? shownRequest(request) : null,
    rules: [...(await shownPast(db, await rulesOfVersion(db, version)))],
  }
}
