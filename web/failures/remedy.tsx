import { Link } from '@tanstack/react-router'
import type { Failure } from '../../src/contract/failure.ts'
import { text } from '../locales/text.ts'
import { buttonClass } from '../ui/button.tsx'
import { aboveRowLinkClass } from '../ui/table.tsx'

/** The way to where it is put right. */
export function Remedy({ failure: { cause, product, tier } }: { readonly failure: Failure }) {
  const className = `${buttonClass()} ${aboveRowLinkClass}`
  const name = text(`failures.remedy.${cause}`)
  switch (cause) {
    case 'no-seats-left':
      return (
        <Link
          to="/seats"
          search={tier ? { tier: tier.id } : product ? { product: product.id } : {}}
          className={className}
        >
          {name}
        </Link>
      )
    case 'address-conflict':
      return (
        <Link to="/reports/conflicts" className={className}>
          {name}
        </Link>
      )
    case 'no-address':
      return (
        <Link to="/users" search={{ filter: 'not (emails pr)' }} className={className}>
          {name}
        </Link>
      )
    case 'mail-bounced':
      return (
        <Link to="/settings" className={className}>
          {name}
        </Link>
      )
    case 'product-refused':
      return (
        <Link to="/library" search={{ tab: 'products', ...(product && { edit: product.id }) }} className={className}>
          {name}
        </Link>
      )
  }
}
