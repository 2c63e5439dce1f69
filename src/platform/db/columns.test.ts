import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts'
import { newId, newIds } from '../id.ts'
import { inBatches } from './batches.ts'
import { bigint, boolean, each, id, integer, integers, moment, repeated, uuid, uuids } from './columns.ts'
import { sql } from './sql.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.close())

const rows = [
  {
    no: 0,
    large: 2 ** 40 + 3,
    at: Date.UTC(2026, 0, 31, 12, 0, 0, 7),
    yes: true,
    id: newId(),
    word: 'é "quoted", \\{}',
  },
  { no: -(2 ** 31), large: -1, at: Date.UTC(1969, 6, 20), yes: false, id: null, word: null },
  { no: 2 ** 31 - 1, large: 0, at: 0, yes: true, id: newId(), word: 'é "quoted", \\{}' },
] as const

describe('columns of rows', () => {
  it('come to PostgreSQL as they are', async () => {
    const all = await fresh.owner.rows(sql`
      select ${integer(rows, (row) => row.no)} as no, ${bigint(rows, (row) => row.large)} as large,
        ${moment(rows, (row) => row.at)} as at, ${boolean(rows, (row) => row.yes)} as yes,
        ${uuid(rows, (row) => row.id)} as id, ${repeated(rows, 'text', (row) => row.word)} as word
      from ${each(rows)} order by i`)
    expect(all).toEqual(rows.map((row) => ({ ...row, at: new Date(row.at) })))
  })

  it('send a value that repeats once, and know it by its key', async () => {
    const values = [{ a: 1 }, { a: 2 }, { a: 1 }, null]
    const column = repeated(
      values,
      'jsonb',
      (value) => value,
      ({ a }) => a,
      JSON.stringify,
    )
    const query = sql`select ${column} as value from ${each(values)} order by i`
    expect(query.values[0]).toEqual(['{"a":1}', '{"a":2}'])
    expect((await fresh.owner.rows<{ value: unknown }>(query)).map((row) => row.value)).toEqual(values)
  })

  it('carry ids that were made at once, in order', async () => {
    const ids = newIds(5000)
    const places = [0, 4999, 17]
    const query = sql`select ${id(places, ids, (place) => place)} as id from ${each(places)} order by i`
    const [first, last, middle] = (await fresh.owner.rows<{ id: string }>(query)).map((row) => row.id)
    expect([last, first, middle].sort()).toEqual([first, middle, last])
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(first!.replaceAll('-', '')).toBe(ids.subarray(0, 16).toString('hex'))
    expect(newId() > last!).toBe(true)
  })

  it('may be unnested, and may be empty', async () => {
    const some = [{ no: 7, id: newId() }]
    for (const those of [some, []])
      expect(
        await fresh.owner.rows(sql`
          select no, id from unnest(${integers(those, (row) => row.no)}::integer[], ${uuids(those, (row) => row.id)}::uuid[])
            as t(no, id)`),
      ).toEqual(those)
    expect(await fresh.owner.rows(sql`select ${integer([], () => 0)} as no from ${each([])}`)).toEqual([])
  })
})

describe('rows in batches', () => {
  it('are written in order, all of them', async () => {
    const written: number[] = []
    const numbers = Array.from({ length: 12_345 }, (_, index) => index)
    await inBatches(numbers, async (batch, from) => {
      expect(batch[0]).toBe(from)
      written.push(...batch)
    })
    expect(written).toEqual(numbers)
  })

  it('fail as their first statement that fails, and none is left behind', async () => {
    const numbers = Array.from({ length: 12_345 }, (_, index) => index)
    const broken = fresh.owner.transaction(async (tx) => {
      await inBatches(numbers, (batch, from) =>
        tx.run(sql`select 1 / (${from}::integer - 5000), ${integer(batch, (no) => no)} from ${each(batch)}`),
      )
    })
    await expect(broken).rejects.toThrow('division by zero')
  })
})
