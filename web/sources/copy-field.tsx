import { useEffect, useRef, useState } from 'react'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'

/** Something to take elsewhere: all of it to see, and one press to have it. */
export function CopyField({
  label,
  value,
  onCopied,
}: {
  readonly label: string
  readonly value: string
  readonly onCopied?: () => void
}) {
  const [copied, setCopied] = useState(false)
  const shown = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 3000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    if (await copyText(value)) {
      setCopied(true)
      onCopied?.()
    } else if (shown.current) window.getSelection()?.selectAllChildren(shown.current)
  }
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="text-sm font-medium">{label}</span>
      <div className="flex min-w-0 flex-col items-start gap-2 sm:flex-row sm:items-stretch">
        <code
          ref={shown}
          className="flex min-h-9 w-full min-w-0 flex-1 items-center rounded-md border border-line bg-sunken px-2.5 py-1.5 font-mono text-sm [overflow-wrap:anywhere] select-all"
        >
          {value}
        </code>
        <Button
          icon={copied ? 'check' : 'copy'}
          aria-label={text(copied ? 'sources.copiedOf' : 'sources.copyOf', { label })}
          onPress={() => void copy()}
        >
          {text(copied ? 'sources.copied' : 'sources.copy')}
        </Button>
      </div>
      <span role="status" className="sr-only">
        {copied && text('sources.copiedOf', { label })}
      </span>
    </div>
  )
}

/** Browsers give the clipboard only to pages that came by https, or from this machine. */
async function copyText(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value)
    return true
  } catch {
    return false
  }
}
