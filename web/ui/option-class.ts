/** How what can be chosen looks, and what it stands in: apart, so that a menu brings no list box with it. */
export const popoverClass =
  'min-w-(--trigger-width) overflow-auto rounded-lg bg-raised p-1 shadow-raised outline-none forced-colors:border'
export const optionClass =
  'flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 text-md outline-none data-[focused]:bg-accent-soft data-[focused]:text-accent-ink data-[disabled]:text-ink-soft data-[disabled]:opacity-60'
