import { type Language, languages } from './organization.ts'

/** The language among ours that a BCP 47 tag asks for ("fr-CH" asks for French), or null. */
export function languageOfTag(tag: string): Language | null {
  const primary = tag.trim().toLowerCase().split(/[-_;]/)[0]
  return languages.find((language) => language === primary) ?? null
}

/**
 * The first language among ours that a directory record asks for: its preferredLanguage, which may list several as
 * HTTP's Accept-Language does (RFC 7643 §4.1.1), else its locale. Null: none of ours.
 */
export function languageOfDirectory(preferredLanguage: unknown, locale: unknown): Language | null {
  const tags = [preferredLanguage, locale].flatMap((value) => (typeof value === 'string' ? value.split(',') : []))
  return tags.map(languageOfTag).find((language) => language !== null) ?? null
}

/** A user's language: what they chose, else what a rule says, else what the directory says, else the organization's. */
export function resolveLanguage(
  chosen: Language | null,
  ruled: Language | null,
  directory: Language | null,
  organization: Language,
): Language {
  return chosen ?? ruled ?? directory ?? organization
}
