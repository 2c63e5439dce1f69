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
  /** They answer an earlier question: those of this one are on their way. */
  readonly isEarlier: boolean
  readonly more: { readonly isLoading: boolean; readonly load: () => void } | undefined
  /** New ones that are not shown yet; `isMore`: at least so many. */
  readonly waiting: { readonly count: number; readonly isMore: boolean }
  readonly show: () => void
}

/** The server says when something is new (shell/live.ts); this is for where a proxy keeps that back. */
const FOLLOW_MS = 60_000

/** What was put above a list, and how often the list was begun anew; of one question. */
interface Grown<Row> {
  readonly asked: string
  readonly begun: number
  readonly taken: readonly Row[]
}

/**
 * A long list, newest first, that grows at its beginning. What was loaded is never loaded again, whatever else is
 * refreshed, so that nothing moves under the reader; what is new is put above it when nobody reads.
 */
export function useStream<Row>({ key, load, placeOf, follows, isReading }: Ask<Row>): Stream<Row> {
  const asked = JSON.stringify(key)
  const [grown, setGrown] = useState<Grown<Row>>({ asked, begun: 0, taken: [] })
  const { begun, taken } = grown.asked === asked ? grown : { begun: 0, taken: [] }
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
  const isEarlier = list.isPlaceholderData
  const rows = listed && (isEarlier ? listed : [...taken, ...listed])
  const newest = rows?.[0]
  const isNew = (row: Row) => newest === undefined || placeOf(row) > placeOf(newest)
  const fresh = follows && rows && !isEarlier ? (head.data?.rows.filter(isNew) ?? []) : []
  // All of the newest page is new: others may lie between it and what is shown.
  const isMore = fresh.length > 0 && fresh.length === head.data?.rows.length && head.data.next !== null
  const show = () =>
    setGrown(isMore ? { asked, begun: begun + 1, taken: [] } : { asked, begun, taken: [...fresh, ...taken] })
  const takes = fresh.length > 0 && !isReading
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each answer that has something new
  useEffect(() => {
    if (takes) show()
  }, [takes, head.dataUpdatedAt])
  return {
    rows,
    error: list.error,
    refetch: list.refetch,
    isEarlier,
    more:
      list.hasNextPage && !isEarlier
        ? { isLoading: list.isFetchingNextPage, load: () => void list.fetchNextPage() }
        : undefined,
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
