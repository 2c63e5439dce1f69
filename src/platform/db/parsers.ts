import pg from 'pg'

const { builtins } = pg.types

/** Arrays come as PostgreSQL writes them; the driver's own parser of text arrays splits them. */
const textArray = pg.types.getTypeParser(1009 as never, 'text') as (text: string) => (string | null)[]
const numberArray = (text: string): (number | null)[] =>
  textArray(text).map((each) => (each === null ? null : Number(each)))

/**
 * How column types become JavaScript: int8 and numeric → number (we store no count above 2^53), date → the text
 * `2026-01-31` (a day has no time zone), the rest as the driver does it: timestamptz → Date, jsonb → parsed, bytea → Buffer.
 */
const PARSERS = new Map<number, (text: string) => unknown>([
  [builtins.INT8, Number],
  [builtins.NUMERIC, Number],
  [builtins.DATE, String],
  [1016, numberArray], // int8[]
  [1231, numberArray], // numeric[]
  [1182, textArray], // date[]
])

export const parsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && PARSERS.get(oid)) || pg.types.getTypeParser(oid as never, format as 'text')) as never,
}
