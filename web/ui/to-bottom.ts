/** Kept free below. */
const MARGIN = 16

/** As a ref: what sticks beside a list reaches from where it stands to the bottom of the window, however far one scrolled. */
export function toBottom(panel: HTMLElement | null): (() => void) | undefined {
  if (!panel) return undefined
  const reach = () => {
    const top = Math.max(panel.getBoundingClientRect().top, MARGIN)
    panel.style.maxHeight = `${Math.max(window.innerHeight - top - MARGIN, 240)}px`
  }
  reach()
  window.addEventListener('resize', reach)
  document.addEventListener('scroll', reach, { passive: true })
  return () => {
    window.removeEventListener('resize', reach)
    document.removeEventListener('scroll', reach)
  }
}
