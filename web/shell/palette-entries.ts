import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Groups } from '../../src/contract/group.ts'
import type { Products } from '../../src/contract/product.ts'
import type { Users } from '../../src/contract/user.ts'
import { ask, get } from '../api.ts'
import { text } from '../locales/text.ts'
import { shownRulesQuery } from '../rules/shown.ts'
import type { IconName } from '../ui/icon.tsx'
import { say } from '../ui/toast.tsx'
import { questionOf } from './palette-question.ts'
import { places, setUp } from './places.ts'
import { chooseTheme } from './theme.ts'

export interface Entry {
  readonly id: string
  readonly name: string
  readonly about?: string
  readonly icon: IconName
  readonly onAction: () => void
}

export interface Section {
  readonly id: string
  readonly name: string
  readonly entries: readonly Entry[]
}

const FOUND_MAX = 6

/** What the palette offers for what was typed: answers to a why, people, groups and rules found, places, actions. */
export function useEntries(typed: string, openKeys: () => void): readonly Section[] {
  const navigate = useNavigate()
  const asked = usePause(typed.trim())
  const { isWhy, person, product } = questionOf(asked, useProducts(), text('palette.whyWords').split(' '))
  const users = useFound<Users>('/api/v1/users', isWhy ? person : asked)?.users ?? []
  const groups = useFound<Groups>('/api/v1/groups', isWhy ? '' : asked)?.groups ?? []
  const rules = useQuery(shownRulesQuery).data?.rules ?? []
  const has = (name: string) => name.toLowerCase().includes(typed.trim().toLowerCase())

  const found: readonly Section[] = [
    {
      id: 'why',
      name: text('palette.why'),
      entries: users
        .filter(() => isWhy)
        .map(({ id, displayName, userName }) => {
          const name = displayName || userName
          return {
            id: `why-${id}`,
            name: product
              ? text('palette.whyProduct', { name, product: product.name })
              : text('palette.whyWho', { name }),
            icon: 'question',
            onAction: () =>
              void navigate({ to: '/users/$user', params: { user: id }, search: product ? { why: product.id } : {} }),
          }
        }),
    },
    {
      id: 'users',
      name: text('users.title'),
      entries: users
        .filter(() => !isWhy)
        .map(({ id, displayName, userName }) => ({
          id: `user-${id}`,
          name: displayName || userName,
          about: userName,
          icon: 'users',
          onAction: () => void navigate({ to: '/users/$user', params: { user: id } }),
        })),
    },
    {
      id: 'groups',
      name: text('groups.title'),
      entries: groups.map(({ id, name, source }) => ({
        id: `group-${id}`,
        name,
        about: source.name,
        icon: 'groups',
        onAction: () => void navigate({ to: '/groups/$group', params: { group: id } }),
      })),
    },
    {
      id: 'rules',
      name: text('rules.title'),
      entries: rules
        .filter(({ name }) => typed.trim() !== '' && has(name))
        .slice(0, FOUND_MAX)
        .map(({ id, name, rank }) => ({
          id: `rule-${id}`,
          name,
          about: text('palette.rank', { rank }),
          icon: 'rules',
          onAction: () => void navigate({ to: '/rules', search: { rule: id } }),
        })),
    },
  ]
  const always: readonly Section[] = [
    {
      id: 'go',
      name: text('palette.go'),
      entries: [...places, ...setUp]
        .filter(({ name }) => has(text(name)))
        .map(({ to, name, icon }) => ({
          id: `go-${to}`,
          name: text(name),
          icon,
          onAction: () => void navigate({ to }),
        })),
    },
    { id: 'do', name: text('palette.do'), entries: useActions(openKeys).filter(({ name }) => has(name)) },
  ]
  return [...found, ...always].filter(({ entries }) => entries.length > 0)
}

function useActions(openKeys: () => void): readonly Entry[] {
  const navigate = useNavigate()
  const evaluate = async () => {
    try {
      const { changed } = await ask<{ changed: number }>('POST', '/api/v1/runs', { body: { full: true } })
      say({ title: text('palette.evaluated', { count: changed }) })
    } catch (error) {
      say({ title: text('ui.failed'), about: (error as Error).message, look: 'bad' })
    }
  }
  return [
    {
      id: 'add-rule',
      name: text('rules.add'),
      icon: 'plus',
      onAction: () => void navigate({ to: '/rules', search: { rule: 'new' } }),
    },
    {
      id: 'add-source',
      name: text('palette.addSource'),
      icon: 'plus',
      onAction: () => void navigate({ to: '/sources', search: { add: 'scim' } }),
    },
    { id: 'evaluate', name: text('palette.evaluate'), icon: 'bolt', onAction: () => void evaluate() },
    {
      id: 'failures',
      name: text('failures.title'),
      icon: 'exclamation',
      onAction: () => void navigate({ to: '/failures' }),
    },
    {
      id: 'conflicts',
      name: text('reports.conflicts'),
      icon: 'users',
      onAction: () => void navigate({ to: '/reports/conflicts' }),
    },
    {
      id: 'existing',
      name: text('reports.existing'),
      icon: 'users',
      onAction: () => void navigate({ to: '/reports/existing-accounts' }),
    },
    { id: 'me', name: text('mine.title'), icon: 'users', onAction: () => void navigate({ to: '/me' }) },
    { id: 'light', name: text('palette.light'), icon: 'sun', onAction: () => chooseTheme('light') },
    { id: 'dark', name: text('palette.dark'), icon: 'moon', onAction: () => chooseTheme('dark') },
    { id: 'keys', name: text('palette.keys'), icon: 'question', onAction: openKeys },
  ]
}

/** What begins so; nothing for nothing. */
function useFound<Found>(path: string, search: string): Found | undefined {
  const { data } = useQuery({
    queryKey: ['palette', path, search],
    queryFn: ({ signal }) => get<Found>(path, { search, limit: FOUND_MAX }, signal),
    enabled: search.length > 0,
    placeholderData: keepPreviousData,
  })
  return search.length > 0 ? data : undefined
}

const useProducts = () =>
  useQuery({ queryKey: ['products'], queryFn: ({ signal }) => get<Products>('/api/v1/products', undefined, signal) })
    .data?.products ?? []

function usePause(value: string): string {
  const [paused, setPaused] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), 120)
    return () => clearTimeout(timer)
  }, [value])
  return paused
}
