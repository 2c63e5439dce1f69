import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { useAsked } from './asked.ts'

interface Props {
  /** A field, or the id of a product. */
  readonly about: string
  readonly name: string
  readonly panel: string
}

/** Opens the answer where it stands, and closes it again. */
export function WhyButton({ about, name, panel }: Props) {
  const { asked, toggle } = useAsked()
  const isOpen = asked === about
  return (
    <Button
      look="quiet"
      aria-expanded={isOpen}
      {...(isOpen && { 'aria-controls': panel })}
      aria-label={text('why.of', { question: text('why.ask'), product: name })}
      onPress={() => toggle(about)}
      className={`min-h-7! px-2! text-accent! ${isOpen ? 'bg-accent-soft! text-accent-ink!' : ''}`}
    >
      {text('why.ask')}
    </Button>
  )
}
