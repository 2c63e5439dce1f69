import Type, { type Static } from 'typebox'
import { Body, Nullable } from './reference.ts'
import { LanguageCode } from './role.ts'
import { User } from './user.ts'

/** What somebody sees of themselves. */
export const MyPage = Type.Object(
  {
    user: Nullable(User),
    chosenLanguage: Nullable(LanguageCode),
    own: Type.Boolean({ description: 'Who asks is who it is about, and may change what users may.' }),
  },
  {
    title: 'MyPage',
    description: 'The user is null where no directory has anybody with the address of who is signed in.',
  },
)
export type MyPage = Static<typeof MyPage>

export const MyPageQuery = Type.Object(
  {
    user: Type.Optional(
      Type.String({ maxLength: 200, description: 'As that user sees it: for admins, and to look only.' }),
    ),
  },
  { additionalProperties: false },
)

/** Null: nothing of their own, so the rules, the directory, or the organization decide. */
export const MyChoice = Body({ language: Nullable(LanguageCode) }, 'MyChoice')
export type MyChoice = Static<typeof MyChoice>
