import type { Because } from '../../src/contract/because.ts'
import { type Message, text } from '../locales/text.ts'

const reasons: Readonly<Record<Because['kind'], Message>> = {
  rule: 'because.rule',
  pin: 'because.pin',
  'no-rule-matches': 'because.noRule',
  inactive: 'because.inactive',
  deleted: 'because.deleted',
  'no-address': 'because.noAddress',
  conflict: 'because.conflict',
  'not-adopted': 'because.notAdopted',
  adopted: 'because.adopted',
  carried: 'because.carried',
  'grace-ended': 'because.graceEnded',
  'cause-gone': 'because.causeGone',
}

/** Why something changed, in the console's language. A reason that it has no words for yet is said in the server's. */
export function becauseText({ kind, text: said, rule, pin, product }: Because): string {
  const message: Message | undefined = reasons[kind]
  return message === undefined ? said : text(message, { name: rule?.name ?? pin?.name ?? product?.name ?? '' })
}
