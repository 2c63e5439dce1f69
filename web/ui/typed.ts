import { useEffect, useState } from 'react'

/** What is being typed over a saved value; when that changes (saved, taken back, by somebody else), it is what is shown. */
export function useTyped<Value>(saved: Value): readonly [Value, (typed: Value) => void] {
  const [typed, setTyped] = useState(saved)
  useEffect(() => setTyped(saved), [saved])
  return [typed, setTyped]
}
