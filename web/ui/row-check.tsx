interface Props {
  /** Whom or what it chooses. */
  readonly label: string
  readonly checked: boolean
  /** `toHere`: all from the last one to this one (the shift key was held). */
  readonly onChange: (checked: boolean, toHere: boolean) => void
}

/** Chooses a row of a table; it stands above the link that all of the row is. */
export function RowCheck({ label, checked, onChange }: Props) {
  return (
    <label className="relative z-10 -m-1.5 flex size-8 cursor-pointer items-center justify-center">
      <input
        type="checkbox"
        aria-label={label}
        checked={checked}
        className="size-4 cursor-pointer accent-accent"
        onChange={(event) => onChange(event.target.checked, (event.nativeEvent as MouseEvent).shiftKey === true)}
      />
    </label>
  )
}
