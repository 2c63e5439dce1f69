import { describe, expect, it } from 'vitest'
import { questionOf } from './palette-question.ts'

const products = [{ name: 'GoTo Meeting' }, { name: 'GoTo Webinar' }]
const asked = (typed: string) => {
  const { isWhy, person, product } = questionOf(typed, products, ['why', 'pourquoi'])
  return [isWhy, person, product?.name ?? null]
}

describe('a question in the palette', () => {
  it('is a word for why, a person, and at the end perhaps a product', () => {
    expect(asked('why ada webinar')).toEqual([true, 'ada', 'GoTo Webinar'])
    expect(asked('Pourquoi Ada Rossi meet')).toEqual([true, 'Ada Rossi', 'GoTo Meeting'])
    expect(asked('why ada')).toEqual([true, 'ada', null])
    expect(asked('why ada rossi')).toEqual([true, 'ada rossi', null])
  })

  it('is none without a person, or with another word before', () => {
    expect(asked('why')).toEqual([false, '', null])
    expect(asked('ada webinar')[0]).toBe(false)
    expect(asked('')[0]).toBe(false)
  })
})
