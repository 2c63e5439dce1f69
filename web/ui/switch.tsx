import { Switch as AriaSwitch, type SwitchProps } from 'react-aria-components'

/** On or off at once, without a Save. `label` is its name; what it says is beside it. */
export function Switch({ label, ...rest }: Omit<SwitchProps, 'children' | 'className'> & { label: string }) {
  return (
    <AriaSwitch
      {...rest}
      aria-label={label}
      className="group inline-flex min-h-8 items-center data-[focus-visible]:outline-none data-[disabled]:opacity-60"
    >
      <span className="flex h-5 w-9 items-center rounded-full border border-edge bg-sunken px-0.5 transition-colors group-data-[selected]:border-accent group-data-[selected]:bg-accent group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-2 group-data-[focus-visible]:outline-accent forced-color-adjust-none">
        <span className="size-3.5 rounded-full bg-edge transition-transform group-data-[selected]:translate-x-4 group-data-[selected]:bg-on-accent motion-reduce:transition-none" />
      </span>
    </AriaSwitch>
  )
}
