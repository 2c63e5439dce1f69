import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useMemo, useRef } from 'react'
import {
  Button,
  type DragAndDropOptions,
  DropIndicator,
  GridList,
  GridListItem,
  type Key,
  useDragAndDrop,
} from 'react-aria-components'
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
  /** Drawn again when its row is another object, and only then: what else it shows, it reads from contexts. */
  readonly render: (row: Row) => ReactNode
  /** With the tracks of each row's grid: `--columns`, and `--cards` where there is room only for cards. */
  readonly className: string
  /** The row that was moved last, a new object each time. */
  readonly moved?: { readonly id: string } | undefined
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
  const { label, rows, nameOf, render, className, moved, onOpen, onDrop, onStep } = props
  const list = useRef<HTMLDivElement>(null)
  useFollowingFocus(list, rows, moved)
  const dragAndDropHooks = useDragging(props)
  const step = (event: KeyboardEvent) => {
    const by = event.altKey && event.key === 'ArrowUp' ? -1 : event.altKey && event.key === 'ArrowDown' ? 1 : undefined
    const row = (event.target as Element).closest('[data-key]')?.getAttribute('data-key')
    if (by === undefined || !row || !onStep) return
    event.preventDefault()
    event.stopPropagation()
    onStep(row, by)
  }
  return (
    <div ref={list} onKeyDownCapture={step} className={`@container ${className}`}>
      <GridList
        aria-label={label}
        items={rows}
        dependencies={[onDrop === undefined]}
        {...(onDrop && { dragAndDropHooks })}
        onAction={(key) => onOpen(String(key))}
        className="outline-none"
      >
        {(row) => (
          <GridListItem
            id={row.id}
            textValue={nameOf(row)}
            data-row
            className="group/row relative grid cursor-default grid-cols-(--cards) items-center gap-x-2 gap-y-2 border-t border-line px-3 py-3 first:border-t-0 data-[hovered]:bg-sunken/60 data-[dragging]:opacity-50 data-[focus-visible]:-outline-offset-2 @2xl:min-h-14 @2xl:grid-cols-(--columns) @2xl:gap-x-3 @2xl:py-2 has-[[data-open]]:bg-accent-soft/50"
          >
            {onDrop ? (
              <Button
                slot="drag"
                className="inline-flex size-7 shrink-0 cursor-grab items-center justify-center rounded text-ink-soft data-[hovered]:bg-sunken data-[hovered]:text-ink"
              >
                <Icon name="grip" className="stroke-2" />
              </Button>
            ) : (
              <span />
            )}
            {render(row)}
          </GridListItem>
        )}
      </GridList>
    </div>
  )
}

/** The same object in every drawing: another one would draw all rows again. */
function useDragging<Row extends { readonly id: string }>(props: Props<Row>) {
  const latest = useRef(props)
  latest.current = props
  const dragged = useRef<string>(undefined)
  const isFixed = props.onDrop === undefined
  const options = useMemo<DragAndDropOptions>(
    () => ({
      isDisabled: isFixed,
      getItems: (keys: Set<Key>) => [...keys].map((key) => ({ 'text/plain': String(key) })),
      onDragStart: ({ keys }) => {
        dragged.current = String([...keys][0])
      },
      onReorder: ({ keys, target }) => {
        const [row] = keys
        if (row === undefined || target.dropPosition === 'on') return
        latest.current.onDrop?.({ row: String(row), target: String(target.key), where: target.dropPosition })
      },
      renderDropIndicator: (target) => (
        <DropIndicator target={target} className="relative z-20 block h-0 outline-none">
          {({ isDropTarget }) => {
            if (!isDropTarget || target.type !== 'item' || target.dropPosition === 'on') return null
            const row = dragged.current
            if (row === undefined) return null
            const drop = { row, target: String(target.key), where: target.dropPosition }
            return <DropLine>{latest.current.consequence?.(drop)}</DropLine>
          }}
        </DropIndicator>
      ),
    }),
    [isFixed],
  )
  return useDragAndDrop(options).dragAndDropHooks
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

/** By then a menu that was open has given the focus back to where it was opened. */
const SETTLED_MS = 120

/** A row that moves is taken out of the page and put back, and loses the focus by it: it gets it again. */
function useFollowingFocus(
  list: RefObject<HTMLElement | null>,
  rows: readonly unknown[],
  moved: { readonly id: string } | undefined,
): void {
  const done = useRef(moved)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the rows are others
  useEffect(() => {
    if (!moved || done.current === moved) return
    const follow = () => {
      const row = list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(moved.id)}"]`)
      const { activeElement: now } = document
      if (row && !row.contains(now) && (now === document.body || list.current?.contains(now))) row.focus()
    }
    const frame = requestAnimationFrame(follow)
    const timer = setTimeout(() => {
      follow()
      done.current = moved
    }, SETTLED_MS)
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [rows, moved])
}
