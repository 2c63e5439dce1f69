import { newId } from '../../src/platform/id.ts'

/** What rules and pins hand out beside products: ids that nothing else has to know. */
export const library = {
  userGroups: [newId(), newId()],
  deviceGroups: [newId(), newId(), newId()],
  templates: [newId(), newId()],
}
