import { createSource, findSourceBySlug, type Source } from '../../inbound/source.ts'
import type { Database, Db } from '../../platform/db/db.ts'
import { newId } from '../../platform/id.ts'
import { installCatalogue } from '../../products/catalogue.ts'
import { createAdmin, findAdminByEmail } from '../../signin/admin.ts'
import { hasProducts } from '../store/demo.ts'
import { insertOrganization, listOrganizations } from '../store/organization.ts'

/** The organization of the demo and what opens it. */
export interface Sandbox {
  readonly db: Db
  readonly admin: string
  readonly source: Source
}

const ADMIN = { email: 'admin@fernhill.example', name: 'Demo admin', role: 'super-admin' } as const
const SOURCE = { name: 'Okta', slug: 'okta', domainRequired: false } as const

/** Finds the sandbox, or makes what is missing of it: organization, catalogue of products, admin, source. */
export async function openSandbox(database: Database, name: string, now: Date): Promise<Sandbox> {
  const found = (await listOrganizations(database.owner)).find((each) => each.name === name)
  const organization = found ?? { id: newId(), name }
  if (!found) await insertOrganization(database, organization, now)
  const db = database.of(organization.id)
  await db.transaction(async (tx) => {
    if (!(await hasProducts(tx))) await installCatalogue(tx, { at: now })
  })
  return {
    db,
    admin: (await findAdminByEmail(db, ADMIN.email))?.id ?? (await createAdmin(db, ADMIN, { now })),
    source: (await findSourceBySlug(db, SOURCE.slug)) ?? (await createSource(db, SOURCE, now)),
  }
}
