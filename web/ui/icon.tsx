/** Drawn on a 16 × 16 grid with one stroke. Always beside a text or inside something that has a name: never said aloud. */
const drawings = {
  activity: 'M1.5 8.5h3l2-5.5 3 10 2-4.5h3',
  after: 'm6 3.5 4.5 4.5L6 12.5',
  before: 'M10 3.5 5.5 8l4.5 4.5',
  bolt: 'M9 1.5 3.5 9H7.5L7 14.5 12.5 7h-4L9 1.5Z',
  bottom: 'M3.5 13h9M8 2.5v8M4.5 7 8 10.5 11.5 7',
  check: 'M3 8.5 6.5 12 13 4.5',
  chevron: 'M4.5 6.5 8 10l3.5-3.5',
  close: 'm4 4 8 8m0-8-8 8',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 3v3.2l2.2 1.5',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  dots: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  down: 'M8 3v10m4-4-4 4-4-4',
  download: 'M8 2.5v7.5m-3.5-3L8 10.5 11.5 7M2.5 13.5h11',
  exclamation: 'M8 2.2 14.3 13H1.7L8 2.2Zm0 4.2v3.2m0 1.7v.2',
  first: 'M8.5 3.5 4 8l4.5 4.5m4.5-9L8.5 8l4.5 4.5',
  gear: 'M8 5.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4ZM8 1.8v1.7m0 9v1.7M1.8 8h1.7m9 0h1.7M3.6 3.6l1.2 1.2m6.4 6.4 1.2 1.2m0-8.8-1.2 1.2m-6.4 6.4-1.2 1.2',
  grip: 'M6 3.5h.01M10 3.5h.01M6 8h.01M10 8h.01M6 12.5h.01M10 12.5h.01',
  groups: 'M2.5 3.5h4.5v4H2.5zM9 8.5h4.5v4H9zM4.7 7.5v3.2H9',
  history: 'M2.7 6A5.8 5.8 0 1 1 2.2 8.6M2.5 2.8V6h3.2M8 5v3.3l2.3 1.4',
  key: 'M10.2 2.5a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6ZM7.8 8.2 2.5 13.5m2-2 1.6 1.6',
  globe: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2ZM2 8h12M8 2c2 2 2.6 4 2.6 6S10 12 8 14c-2-2-2.6-4-2.6-6S6 4 8 2Z',
  home: 'M2.5 7.5 8 2.8l5.5 4.7V13H9.8V9.5H6.2V13H2.5V7.5Z',
  last: 'M7.5 3.5 12 8l-4.5 4.5M3 3.5 7.5 8 3 12.5',
  left: 'M13 8H3m4-4L3 8l4 4',
  library: 'M3 2.5h2.5v11H3zM7 2.5h2.5v11H7zM11 3.2l2.3-.5 1.9 10.4-2.3.5z',
  link: 'M6.7 9.3 9.3 6.7M7.3 4.7l1.4-1.4a2.7 2.7 0 0 1 3.9 3.9l-1.4 1.4M8.7 11.3l-1.4 1.4a2.7 2.7 0 0 1-3.9-3.9l1.4-1.4',
  menu: 'M2.5 4.5h11m-11 3.5h11m-11 3.5h11',
  monitor: 'M2.5 3h11v7.5h-11zM6 13.5h4M8 10.5v3',
  moon: 'M13 9.6A5.5 5.5 0 0 1 6.4 3a5.5 5.5 0 1 0 6.6 6.6Z',
  pen: 'm3 13 .7-3L10.5 3.2l2.3 2.3L6 12.3 3 13Z',
  pin: 'M8 10v4M5 2.5h6M6 2.5v4L4.3 10h7.4L10 6.5v-4',
  plans: 'M4 2.5h8v11H4zM6 5.5h4M6 8h4m-4 2.5h2',
  plus: 'M8 3v10M3 8h10',
  question: 'M5.8 6.2a2.2 2.2 0 1 1 3.3 1.9c-.7.4-1.1.9-1.1 1.7m0 2.3v.1',
  right: 'M3 8h10m-4-4 4 4-4 4',
  rules: 'M2.5 4h2m-2 4h2m-2 4h2m2.5-8h6.5M7 8h6.5M7 12h6.5',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Zm3.3 7.8L13.5 13.5',
  seats: 'M4.5 8V3.5h7V8m-9 0v3.5h11V8m-9.5 3.5v2m8-2v2M4.5 8.5h7',
  sources: 'M8 10.5v-8M4.5 6 8 2.5 11.5 6M2.5 9.5v4h11v-4',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1.5v1.3m0 10.4v1.3M1.5 8h1.3m10.4 0h1.3M3.4 3.4l.9.9m7.4 7.4.9.9m0-9.2-.9.9m-7.4 7.4-.9.9',
  out: 'M6.5 13.5h-4v-11h4m0 5.5h7m-3-3 3 3-3 3',
  top: 'M3.5 3h9M8 13.5v-8m-3.5 3.5L8 5.5 11.5 9',
  trash: 'M2.5 4.5h11m-7-2h3M4 4.5l.7 9h6.6l.7-9M6.7 7v4m2.6-4v4',
  undo: 'M5.5 3 2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 8H6',
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
