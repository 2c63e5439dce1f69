import type { ReactNode } from 'react'
import { type DropTarget, ListLayout, Virtualizer } from 'react-aria-components'

/** What is said at the line where a row would go is taller than the line. */
class RowsLayout extends ListLayout<object> {
  override getDropTargetLayoutInfo(target: Extract<DropTarget, { type: 'item' }>) {
    return Object.assign(super.getDropTargetLayoutInfo(target), { allowOverflow: true, zIndex: 20 })
  }
}

/** Of the list within, which scrolls with its page, only the rows in sight are drawn, and the one in focus. */
export default function Windowed({ children }: { readonly children: ReactNode }) {
  return (
    <Virtualizer layout={RowsLayout} layoutOptions={{ estimatedRowHeight: 57 }}>
      {children}
    </Virtualizer>
  )
}
