import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import type { Reference } from '../../src/contract/reference.ts'
import { ApiError } from '../api.ts'
import { text } from '../locales/text.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/choice.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card } from './card.tsx'
import { safeNext } from './next.ts'
import { signInProblem } from './problem.ts'
import { useSignIn } from './queries.ts'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const { next } = route.useSearch()
  const router = useRouter()
  const signIn = useSignIn()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [organization, setOrganization] = useState<string>()
  const choices = organizationsOf(signIn.error)
  const submit = () =>
    signIn.mutate(
      { email, password, ...(choices && { organization: organization ?? choices[0]!.id }) },
      { onSuccess: () => router.history.push(safeNext(next)) },
    )
  return (
    <Card title={text('signin.title')} about={text('signin.about')}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {signIn.error && !choices && <Notice live look="bad" title={signInProblem(signIn.error)} />}
        <TextField
          label={text('signin.email')}
          type="email"
          name="email"
          autoComplete="username"
          isRequired
          autoFocus
          value={email}
          onChange={setEmail}
        />
        <TextField
          label={text('signin.password')}
          type="password"
          name="password"
          autoComplete="current-password"
          isRequired
          value={password}
          onChange={setPassword}
        />
        {choices && (
          <Select
            label={text('signin.organization')}
            hint={text('signin.organizationHint')}
            options={choices}
            value={organization ?? choices[0]!.id}
            onChange={setOrganization}
          />
        )}
        <Button type="submit" look="primary" isPending={signIn.isPending} className="min-h-9!">
          {text('signin.submit')}
        </Button>
      </Form>
      <p className="mt-5 border-t border-line pt-4 text-sm text-ink-soft">{text('signin.rescue')}</p>
      <code className="mt-1 block overflow-x-auto rounded bg-sunken px-2 py-1.5 font-mono text-xs">
        rollcall admin reset-link {email || text('signin.exampleEmail')}
      </code>
    </Card>
  )
}

/** The organizations to choose from, when one address and password fits several. */
function organizationsOf(error: Error | null): readonly Reference[] | undefined {
  if (!(error instanceof ApiError) || error.code !== 'CHOOSE_ORGANIZATION') return undefined
  return error.problem.organizations as readonly Reference[]
}
