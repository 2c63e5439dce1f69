import { describe, expect, it } from 'vitest'
import { sql } from './sql.ts'

describe('a statement', () => {
  it('keeps its values apart, whatever they hold', () => {
    const { text, values } = sql`select * from notes where id = ${"'; drop table notes"} and size > ${3}`
    expect(text).toBe('select * from notes where id = $1 and size > $2')
    expect(values).toEqual(["'; drop table notes", 3])
  })

  it('takes parts, in any depth, and numbers all values through', () => {
    const filters = [sql.part`a = ${1}`, sql.part`b in (${sql.part`select ${2}::int`})`]
    const { text, values } = sql`select ${0} where ${sql.join(filters, ' and ')} limit ${9}`
    expect(text).toBe('select $1 where a = $2 and b in (select $3::int) limit $4')
    expect(values).toEqual([0, 1, 2, 9])
    expect(sql`select 1${sql.join([], ',')}`.text).toBe('select 1')
  })

  it('has the same name wherever it has the same text', () => {
    const find = (id: number) => sql`select ${id}`
    expect(find(1).name).toBe(find(2).name)
    expect(find(1).name).not.toBe(sql`select  ${1}`.name)
  })

  it('quotes the name of a table', () => {
    expect(sql`drop table ${sql.identifier('a"b')}`.text).toBe('drop table "a""b"')
  })
})
