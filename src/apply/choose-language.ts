import type { UserNo } from '../directory/user.ts'
import { recordRequest, touchUsers } from '../history/store.ts'
import type { Caller } from '../organization/caller.ts'
import type { Language } from '../organization/organization.ts'
import { saveChosenLanguage } from './store/mine.ts'

interface Chooser {
  readonly no: UserNo
  readonly id: string
  readonly name: string
}

/** A user's own choice of language, stronger than every rule; null leaves it to the rules again. */
export async function chooseLanguage(
  { db, actor }: Caller,
  { no, id, name }: Chooser,
  language: Language | null,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    await saveChosenLanguage(tx, no, language)
    const target = { kind: 'user', id, name }
    const request = await recordRequest(tx, { at, actor, action: 'language.choose', target, detail: { language } })
    await touchUsers(tx, [no], request)
  })
}
