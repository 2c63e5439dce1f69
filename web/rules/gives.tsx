import type { Rule } from '../../src/contract/rule.ts'
import { languageName, list, text } from '../locales/text.ts'
import { productName } from '../products/name.ts'
import { Tag, Tags } from '../ui/tag.tsx'
import { givesAnything } from './marks.ts'

/** All that a rule gives, in a line: products first, then the single values. */
export function Gives({ rule }: { readonly rule: Omit<Rule, 'members' | 'groupGone'> }) {
  const { products, role, language, userGroup, deviceGroups, settingsTemplate, welcomeTemplate } = rule
  const others = [
    userGroup !== null &&
      text('rules.userGroupIs', { name: userGroup === 'none' ? text('rules.none') : userGroup.name }),
    deviceGroups.length > 0 && text('rules.deviceGroupsAre', { names: list(deviceGroups.map(({ name }) => name)) }),
    settingsTemplate !== null && text('rules.settingsAre', { name: templateName(settingsTemplate) }),
    welcomeTemplate !== null && text('rules.welcomeIs', { name: templateName(welcomeTemplate) }),
  ].filter((each) => each !== false)
  if (!givesAnything(rule)) return <span className="text-sm text-ink-soft">{text('rules.givesNothing')}</span>
  return (
    <Tags>
      {products.map(({ product, tier }) => (
        <Tag key={product.id}>{productName(product, tier)}</Tag>
      ))}
      {role && <Tag look="warn">{text(`role.${role.role}`)}</Tag>}
      {language && <Tag look="outline">{languageName(language)}</Tag>}
      {others.map((other) => (
        <Tag key={other} look="outline">
          {other}
        </Tag>
      ))}
    </Tags>
  )
}

function templateName(template: 'default' | { readonly name: string }): string {
  return template === 'default' ? text('rules.default') : template.name
}
