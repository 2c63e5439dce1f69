import { describe, expect, it } from 'vitest'
import { format } from './message.ts'

describe('a message', () => {
  it('puts values in the place of their names, numbers as the language writes them', () => {
    expect(format('{name} holds {count}', { name: 'Ada', count: 1204 }, 'en')).toBe('Ada holds 1,204')
    expect(format('{count, number} Plätze', { count: 1204 }, 'de')).toBe('1.204 Plätze')
  })

  it('chooses by number, an exact one first', () => {
    const message = '{count, plural, =0 {nobody} one {# user of {product}} other {# users of {product}}}'
    expect(format(message, { count: 0, product: 'Webinar' }, 'en')).toBe('nobody')
    expect(format(message, { count: 1, product: 'Webinar' }, 'en')).toBe('1 user of Webinar')
    expect(format(message, { count: 2500, product: 'Webinar' }, 'en')).toBe('2,500 users of Webinar')
  })

  it('is refused when a value is missing, rather than shown with a hole', () => {
    expect(() => format('{name} waits', {}, 'en')).toThrow('{name}')
  })
})
