import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next: string | null
}

interface Ask<Row> {
  readonly key: readonly unknown[]
  readonly load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Row>>
  /** Sorts as the rows do: the newer, the greater. */
  readonly placeOf: (row: Row) => string
  /** New rows are asked for. */
  readonly follows: boolean
  /** They are counted, and not put above what is being read. */
  readonly isReading: boolean
}

export interface Stream<Row> {
  readonly rows: readonly Row[] | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
  readonly more: { readonly isLoading: boolean; readonly load: () => void } | undefined
  /** New ones that are not shown yet; `isMore`: at least so many. */
  readonly waiting: { readonly count: number; readonly isMore: boolean }
  readonly show: () => void
}

const FOLLOW_MS = 5_000

/**
 * A long list, newest first, that grows at its beginning. What was loaded is never loaded again, whatever else is
 * refreshed, so that nothing moves under the reader; what is new is put above it when nobody reads.
 */
export function useStream<Row>({ key, load, placeOf, follows, isReading }: Ask<Row>): Stream<Row> {
  const [begun, setBegun] = useState(0)
  const [taken, setTaken] = useState<readonly Row[]>([])
  const list = useInfiniteQuery({
    queryKey: [...key, 'list', begun],
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 'static',
    placeholderData: keepPreviousData,
  })
  const head = useQuery({
    queryKey: [...key, 'head'],
    queryFn: ({ signal }) => load(undefined, signal),
    enabled: follows && list.isSuccess,
    refetchInterval: FOLLOW_MS,
  })
  const listed = list.data?.pages.flatMap(({ rows }) => rows)
  const rows = listed && [...taken, ...listed]
  const newest = rows?.[0]
  const fresh = (follows && rows && head.data?.rows.filter((row) => !newest || placeOf(row) > placeOf(newest))) || []
  // All of the newest page is new: others may lie between it and what is shown.
  const isMore = fresh.length > 0 && fresh.length === head.data?.rows.length && head.data.next !== null
  const show = () => {
    setTaken(isMore ? [] : [...fresh, ...taken])
    if (isMore) setBegun(begun + 1)
  }
  const takes = fresh.length > 0 && !isReading && !list.isPlaceholderData
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer that has something new
  useEffect(() => {
    if (takes) show()
  }, [takes, head.dataUpdatedAt])
  return {
    rows,
    error: list.error,
    refetch: list.refetch,
    more: list.hasNextPage ? { isLoading: list.isFetchingNextPage, load: () => void list.fetchNextPage() } : undefined,
    waiting: { count: fresh.length, isMore },
    show,
  }
}

/** Whether the reader is further down than the beginning of the page. */
export function useScrolled(): boolean {
  const [scrolled, setScrolled] = useState(false)
  useEffect(() => {
    const look = () => setScrolled(window.scrollY > 80)
    look()
    window.addEventListener('scroll', look, { passive: true })
    return () => window.removeEventListener('scroll', look)
  }, [])
  return scrolled
}
