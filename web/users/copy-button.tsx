import { text } from '../locales/text.ts'
import { Button, type ButtonLook } from '../ui/button.tsx'
import { say } from '../ui/toast.tsx'

interface Props {
  readonly name: string
  readonly look?: ButtonLook
  readonly said: () => string
}

export function CopyButton({ name, look = 'plain', said }: Props) {
  return (
    <Button icon="copy" look={look} onPress={() => void copy(said())}>
      {name}
    </Button>
  )
}

/** By plain http the clipboard is closed to a page: then it is said, rather than nothing done. */
export async function copy(what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(what)
    say({ title: text('user.copied') })
  } catch {
    say({ title: text('user.notCopied'), about: text('user.notCopiedHint'), look: 'bad' })
  }
}
