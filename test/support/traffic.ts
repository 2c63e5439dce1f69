import { sql } from '../../src/platform/db/sql.ts'
import type { ScimClient } from './scim.ts'

/** Every row of a source's traffic log, as one text each. */
export const allTraffic = ({ db, source }: ScimClient) => sql`
  select traffic::text as whole from traffic where organization_id = ${db.organization} and source_id = ${source.id}`
