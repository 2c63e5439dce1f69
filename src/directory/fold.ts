/**
 * The one form in which two texts of the directory are equal where case does not count: what folded columns hold, and what
 * a search is folded to before it is compared with them. It is SCIM's own, so that uniqueness and filters agree.
 */
export { foldCase as fold } from '../scim/text.ts'
