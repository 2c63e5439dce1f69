import { Link } from '@tanstack/react-router'
import type { Plan } from '../../src/contract/plan.ts'
import { text } from '../locales/text.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

interface Props {
  readonly plan: Plan
  readonly shown: string | undefined
  readonly onShow: (product: string | undefined) => void
}

/** Of each product whose losses are over the limit: how many would be stopped, and who. */
export function OverLimit({ plan, shown, onShow }: Props) {
  return plan.products.flatMap(({ product, lose, safeguard }) =>
    safeguard?.stopped
      ? [
          <Notice
            key={product.id}
            look="warn"
            title={text('plans.overLimit', { count: lose, product: product.name })}
            actions={
              plan.id ? (
                <Link
                  to="/plans/$plan"
                  params={{ plan: plan.id }}
                  search={{ by: 'lose', product: product.id }}
                  className={buttonClass()}
                >
                  {text('plans.who')}
                </Link>
              ) : (
                <Button onPress={() => onShow(shown === product.id ? undefined : product.id)}>
                  {text(shown === product.id ? 'plans.everybody' : 'plans.who')}
                </Button>
              )
            }
          >
            {text('plans.limit', { losses: safeguard.losses, limit: safeguard.limit })}
          </Notice>,
        ]
      : [],
  )
}
