import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { Button, DropIndicator, GridList, GridListItem, useDragAndDrop } from 'react-aria-components'
import { Icon } from './icon.tsx'

/** Where a row would be dropped. */
export interface Drop {
  readonly row: string
  readonly target: string
  readonly where: 'before' | 'after'
}

interface Props<Row extends { readonly id: string }> {
  readonly label: string
  readonly rows: readonly Row[]
  readonly nameOf: (row: Row) => string
  readonly render: (row: Row) => ReactNode
  readonly rowClass?: (row: Row) => string
  /** Everything that `render` reads beside its row. */
  readonly dependencies: readonly unknown[]
  readonly onOpen: (id: string) => void
  /** Left out: the rows keep their places. */
  readonly onDrop?: ((drop: Drop) => void) | undefined
  /** By Alt and an arrow: up or down by one. */
  readonly onStep?: ((id: string, by: -1 | 1) => void) | undefined
  /** What it would mean to let go here; shown at the line where the row would go. */
  readonly consequence?: (drop: Drop) => ReactNode
}

/**
 * Rows in an order that people decide: by dragging, by keys alone (Enter on the grip, arrows, Enter; or Alt and an arrow),
 * by touch. The focus stays with the row that moved.
 */
export function DragList<Row extends { readonly id: string }>(props: Props<Row>) {
  const { label, rows, nameOf, render, rowClass, dependencies, onOpen, onDrop, onStep, consequence } = props
  const dragged = useRef<string>(undefined)
  const list = useFollowingFocus(rows)
  const { dragAndDropHooks } = useDragAndDrop({
    isDisabled: onDrop === undefined,
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': String(key) })),
    onDragStart: ({ keys }) => {
      dragged.current = String([...keys][0])
    },
    onReorder: ({ keys, target }) => {
      const [row] = keys
      if (row === undefined || target.dropPosition === 'on') return
      list.follow(String(row))
      onDrop?.({ row: String(row), target: String(target.key), where: target.dropPosition })
    },
    renderDropIndicator: (target) => (
      <DropIndicator target={target} className="relative z-20 block h-0 outline-none">
        {({ isDropTarget }) =>
          isDropTarget && target.type === 'item' && target.dropPosition !== 'on' && dragged.current !== undefined ? (
            <DropLine>
              {consequence?.({ row: dragged.current, target: String(target.key), where: target.dropPosition })}
            </DropLine>
          ) : null
        }
      </DropIndicator>
    ),
  })
  const step = (event: KeyboardEvent) => {
    const by = event.altKey && event.key === 'ArrowUp' ? -1 : event.altKey && event.key === 'ArrowDown' ? 1 : undefined
    const row = (event.target as Element).closest('[data-key]')?.getAttribute('data-key')
    if (by === undefined || !row || !onStep) return
    event.preventDefault()
    event.stopPropagation()
    list.follow(row)
    onStep(row, by)
  }
  return (
    <div ref={list.ref} onKeyDownCapture={step} className="@container">
      <GridList
        aria-label={label}
        items={rows}
        dependencies={dependencies}
        dragAndDropHooks={dragAndDropHooks}
        onAction={(key) => onOpen(String(key))}
        className="outline-none"
      >
        {(row) => (
          <GridListItem
            id={row.id}
            textValue={nameOf(row)}
            data-row
            className={`group/row relative flex cursor-default flex-wrap items-center gap-x-3 gap-y-1.5 border-t border-line px-3 py-3 first:border-t-0 data-[hovered]:bg-sunken/60 data-[dragging]:opacity-50 data-[focus-visible]:-outline-offset-2 @2xl:grid @2xl:min-h-14 @2xl:grid-cols-(--columns) @2xl:py-2 ${rowClass?.(row) ?? ''}`}
          >
            {onDrop && (
              <Button
                slot="drag"
                className="inline-flex size-7 shrink-0 cursor-grab items-center justify-center rounded text-ink-soft data-[hovered]:bg-sunken data-[hovered]:text-ink"
              >
                <Icon name="grip" className="stroke-2" />
              </Button>
            )}
            {render(row)}
          </GridListItem>
        )}
      </GridList>
    </div>
  )
}

function DropLine({ children }: { readonly children: ReactNode }) {
  return (
    <div className="pointer-events-none absolute inset-x-0 -top-px flex items-center">
      <span className="h-0.5 flex-1 bg-accent forced-colors:bg-[Highlight]" />
      <span className="absolute right-3 max-w-[85%] truncate rounded-full bg-accent px-3 py-0.5 text-sm font-medium text-on-accent tabular-nums shadow-raised">
        {children}
      </span>
    </div>
  )
}

/** A row that moves is taken out of the page and put back: its focus with it, once more. */
function useFollowingFocus(rows: readonly unknown[]) {
  const ref = useRef<HTMLDivElement>(null)
  const followed = useRef<string>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the rows are others
  useEffect(() => {
    const { current: id } = followed
    if (id === undefined) return
    followed.current = undefined
    const frame = requestAnimationFrame(() => {
      const row = ref.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(id)}"]`)
      if (row && !row.contains(document.activeElement)) row.focus()
    })
    return () => cancelAnimationFrame(frame)
  }, [rows])
  return {
    ref,
    follow: (id: string) => {
      followed.current = id
    },
  }
}
