import type { MyChoice, MyPage } from '../../src/contract/mine.ts'
import type { User } from '../../src/contract/user.ts'
import { languages } from '../locales/language.ts'
import { languageName, text } from '../locales/text.ts'
import { Select } from '../ui/choice.tsx'
import { Panel } from '../ui/page.tsx'
import { useChooseLanguage } from './queries.ts'

/** Nothing of one's own: rules, directory or organization decide. */
const DECIDED = 'decided'

/** The language of mails and products: one's own choice is stronger than every rule. */
export function LanguageChoice({ page, user }: { readonly page: MyPage; readonly user: User }) {
  const choose = useChooseLanguage()
  const { chosenLanguage: chosen } = page
  return (
    <Panel title={text('mine.language')}>
      {page.own ? (
        <Select
          label={text('mine.languageLabel')}
          hint={text(chosen === null ? 'mine.languageDecided' : 'mine.languageChosen', {
            language: languageName(user.language),
          })}
          value={chosen ?? DECIDED}
          options={[
            { id: DECIDED, name: text('mine.asDecided') },
            ...Object.entries(languages).map(([id, name]) => ({ id, name })),
          ]}
          onChange={(id) => choose.mutate({ to: id === DECIDED ? null : (id as MyChoice['language']), from: chosen })}
        />
      ) : (
        <p className="text-md">
          {text(chosen === null ? 'mine.languageDecided' : 'mine.languageChosen', {
            language: languageName(user.language),
          })}
        </p>
      )}
    </Panel>
  )
}
