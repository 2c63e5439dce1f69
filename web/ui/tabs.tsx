import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'

export interface TabOf {
  readonly id: string
  readonly name: ReactNode
  readonly body: () => ReactNode
}

interface Props {
  readonly label: string
  readonly tabs: readonly TabOf[]
  readonly chosen: string
  readonly onChoose: (id: string) => void
}

/** Which one is open belongs into the address: whoever uses this keeps it there. Only the open one is drawn. */
export function Tabs({ label, tabs, chosen, onChoose }: Props) {
  return (
    <AriaTabs selectedKey={chosen} onSelectionChange={(key) => onChoose(String(key))} className="flex flex-col gap-4">
      <TabList aria-label={label} className="flex flex-wrap gap-x-1 border-b border-line">
        {tabs.map(({ id, name }) => (
          <Tab
            key={id}
            id={id}
            className="-mb-px inline-flex min-h-9 cursor-default items-center gap-1.5 border-b-2 border-transparent px-3 text-md text-ink-soft data-[hovered]:text-ink data-[selected]:border-accent data-[selected]:font-semibold data-[selected]:text-ink"
          >
            {name}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, body }) => (
        <TabPanel key={id} id={id} className="flex flex-col gap-4 outline-none">
          {id === chosen && body()}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
