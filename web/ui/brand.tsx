import { text } from '../locales/text.ts'

/** The mark and the name. */
export function Brand() {
  return (
    <span className="inline-flex items-center gap-2 text-md font-semibold tracking-tight">
      <svg aria-hidden="true" viewBox="0 0 24 24" className="size-6 text-accent">
        <rect width="24" height="24" rx="6" fill="currentColor" />
        <path
          d="M6 8.2h4.4M6 12h2.8M6 15.8h2.2M11.2 14.4l2.4 2.4L18.4 9.6"
          className="fill-none stroke-on-accent"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {text('ui.brand')}
    </span>
  )
}
