import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Form } from 'react-aria-components'
import { passwordLengthMin } from '../../src/contract/password.ts'
import { text } from '../locales/text.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card } from './card.tsx'
import { signInProblem } from './problem.ts'
import { sessionQuery, useSetPassword } from './queries.ts'

/** A first password after a one-time link, or another one later. */
export function PasswordPage() {
  const session = useQuery(sessionQuery).data?.session
  const set = useSetPassword()
  const navigate = useNavigate()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [tooShort, setTooShort] = useState(false)
  const asksCurrent = session?.hasPassword === true && !session.byLink
  const submit = () => {
    setTooShort(password.length < passwordLengthMin)
    if (password.length < passwordLengthMin) return
    set.mutate(
      { password, ...(asksCurrent && { current }) },
      { onSuccess: () => void navigate({ to: '/', replace: true }) },
    )
  }
  return (
    <Card
      title={text(session?.hasPassword ? 'signin.passwordChange' : 'signin.passwordSet')}
      about={text('signin.passwordAbout', { email: session?.email ?? '' })}
    >
      <Form
        className="flex flex-col gap-4"
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {set.error && <Notice live look="bad" title={signInProblem(set.error)} />}
        {/* So that a password manager knows which account it is. */}
        <input type="hidden" name="username" autoComplete="username" value={session?.email ?? ''} readOnly />
        {asksCurrent && (
          <TextField
            label={text('signin.passwordCurrent')}
            type="password"
            autoComplete="current-password"
            isRequired
            value={current}
            onChange={setCurrent}
          />
        )}
        <TextField
          label={text('signin.passwordNew')}
          hint={text('signin.passwordHint', { count: passwordLengthMin })}
          error={tooShort ? text('signin.passwordShort', { count: passwordLengthMin }) : undefined}
          type="password"
          autoComplete="new-password"
          isRequired
          value={password}
          onChange={setPassword}
        />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look="primary" isPending={set.isPending} className="flex-1">
            {text('signin.passwordSave')}
          </Button>
          <Link to="/" className={buttonClass('quiet')}>
            {text(session?.hasPassword ? 'ui.cancel' : 'signin.passwordLater')}
          </Link>
        </div>
      </Form>
    </Card>
  )
}
