import { useNavigate } from '@tanstack/react-router'
import { useEffect, useSyncExternalStore } from 'react'
import { places, setUp } from './places.ts'

/** Single letters are for those who want them (WCAG 2.1.4); ⌘K is for all. */
const KEPT = 'single-keys'
const listeners = new Set<() => void>()

export function areKeysOn(): boolean {
  try {
    return localStorage.getItem(KEPT) !== 'off'
  } catch {
    return true
  }
}

export function switchKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(KEPT)
    else localStorage.setItem(KEPT, 'off')
  } catch {
    // Storage may be switched off: then they stay on.
  }
  for (const told of listeners) told()
}

export const useKeysOn = () =>
  useSyncExternalStore((told) => {
    listeners.add(told)
    return () => void listeners.delete(told)
  }, areKeysOn)

/** After `g`, this long the next key says where to. */
const GO_MS = 1500

interface Openers {
  readonly palette: () => void
  readonly keys: () => void
}

/**
 * The keys that work everywhere: ⌘K or Ctrl K; and, outside of fields, / ? g j k e space [ ]. What a page can do about the
 * last ones it marks: a row is `data-row`, and in it or on the page stand `data-edit`, `data-peek`, `data-previous`, `data-next`.
 */
export function useKeys(open: Openers): void {
  const navigate = useNavigate()
  useEffect(() => {
    let goUntil = 0
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        open.palette()
        return
      }
      if (!areKeysOn() || event.metaKey || event.ctrlKey || event.altKey || isTaken(event.target)) return
      const isGoing = event.timeStamp < goUntil
      goUntil = 0
      const place = isGoing && [...places, ...setUp].find(({ key }) => key === event.key)
      if (place) void navigate({ to: place.to })
      else if (event.key === 'g') goUntil = event.timeStamp + GO_MS
      else if (event.key === '?') open.keys()
      else if (!onPage(event)) return
      event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [navigate, open])
}

/** Letters mean something else there: they are typed, or look for what begins with them. */
function isTaken(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role=menu], [role=listbox], [role=dialog]') !== null
  )
}

/** @returns whether the page had something to do for it */
function onPage({ key, target }: KeyboardEvent): boolean {
  const main = document.querySelector('main')
  if (!main) return false
  const row = target instanceof Element ? target.closest('[data-row]') : null
  switch (key) {
    case '/':
      return focus(main.querySelector('[role=searchbox], input[type=search]'))
    case 'j':
    case 'k':
      return step(main, row, key === 'j' ? 1 : -1)
    case ' ':
      return row !== null && press(row.querySelector('[data-peek]'))
    case 'e':
      // What stands in a row is that row's alone.
      return press(row ? row.querySelector('[data-edit]') : main.querySelector('[data-edit]:not([data-row] *)'))
    case '[':
      return press(main.querySelector('[data-previous]'))
    case ']':
      return press(main.querySelector('[data-next]'))
    default:
      return false
  }
}

function step(main: Element, from: Element | null, by: 1 | -1): boolean {
  const rows = [...main.querySelectorAll('[data-row]')].sort(
    (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
  )
  const next = from ? rows[rows.indexOf(from) + by] : rows[0]
  if (!next) return rows.length > 0
  next.scrollIntoView({ block: 'nearest' })
  return focus(next.querySelector('a, button'))
}

function focus(element: Element | null): boolean {
  if (element instanceof HTMLElement) element.focus()
  return element !== null
}

function press(element: Element | null): boolean {
  if (element instanceof HTMLElement) element.click()
  return element !== null
}
