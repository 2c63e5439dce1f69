/** Drawn on a 16 × 16 grid with one stroke. Always beside a text or inside something that has a name: never said aloud. */
const drawings = {
  check: 'M3 8.5 6.5 12 13 4.5',
  chevron: 'M4.5 6.5 8 10l3.5-3.5',
  close: 'm4 4 8 8m0-8-8 8',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 3v3.2l2.2 1.5',
  dots: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  down: 'M8 3v10m4-4-4 4-4-4',
  exclamation: 'M8 2.2 14.3 13H1.7L8 2.2Zm0 4.2v3.2m0 1.7v.2',
  key: 'M10.2 2.5a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6ZM7.8 8.2 2.5 13.5m2-2 1.6 1.6',
  left: 'M13 8H3m4-4L3 8l4 4',
  menu: 'M2.5 4.5h11m-11 3.5h11m-11 3.5h11',
  monitor: 'M2.5 3h11v7.5h-11zM6 13.5h4M8 10.5v3',
  moon: 'M13 9.6A5.5 5.5 0 0 1 6.4 3a5.5 5.5 0 1 0 6.6 6.6Z',
  pen: 'm3 13 .7-3L10.5 3.2l2.3 2.3L6 12.3 3 13Z',
  pin: 'M8 10v4M5 2.5h6M6 2.5v4L4.3 10h7.4L10 6.5v-4',
  plus: 'M8 3v10M3 8h10',
  question: 'M5.8 6.2a2.2 2.2 0 1 1 3.3 1.9c-.7.4-1.1.9-1.1 1.7m0 2.3v.1',
  rules: 'M2.5 4h2m-2 4h2m-2 4h2m2.5-8h6.5M7 8h6.5M7 12h6.5',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Zm3.3 7.8L13.5 13.5',
  seats: 'M4.5 8V3.5h7V8m-9 0v3.5h11V8m-9.5 3.5v2m8-2v2M4.5 8.5h7',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1.5v1.3m0 10.4v1.3M1.5 8h1.3m10.4 0h1.3M3.4 3.4l.9.9m7.4 7.4.9.9m0-9.2-.9.9m-7.4 7.4-.9.9',
  out: 'M6.5 13.5h-4v-11h4m0 5.5h7m-3-3 3 3-3 3',
  top: 'M3.5 3h9M8 13.5v-8m-3.5 3.5L8 5.5 11.5 9',
  trash: 'M2.5 4.5h11m-7-2h3M4 4.5l.7 9h6.6l.7-9M6.7 7v4m2.6-4v4',
  up: 'M8 13V3m-4 4 4-4 4 4',
  users:
    'M6 3a2.3 2.3 0 1 0 0 4.6A2.3 2.3 0 0 0 6 3ZM1.8 13c.2-2.3 1.9-3.6 4.2-3.6s4 1.3 4.2 3.6m.3-9.8a2.3 2.3 0 0 1 0 4.2m1 2.3c1.6.4 2.6 1.5 2.7 3.3',
} as const

export type IconName = keyof typeof drawings

export function Icon({ name, className = '' }: { readonly name: IconName; readonly className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`size-4 shrink-0 ${name === 'dots' ? 'stroke-[2.25]' : ''} ${className}`}
    >
      <path d={drawings[name]} />
    </svg>
  )
}
