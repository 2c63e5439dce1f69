import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refused } from '../../platform/errors.ts'
import { type CsvRecord, csvRecords, decoded } from './csv.ts'

/** Largest file, in bytes: a hundred thousand lines of users with everything. */
const FILE_BYTES_MAX = 33_554_432

/** Lets a body be a file, in this scope. It is not read here, but where it is needed, piece by piece. */
export function acceptFiles(fastify: Pick<FastifyInstance, 'addContentTypeParser'>): void {
  fastify.addContentTypeParser(/^(text\/(csv|plain)|application\/csv)\b/, (_, __, done) => done(null, null))
}

/**
 * What `read` makes of the records of a body.
 * @throws {Refused} 415 NOT_A_FILE; 413 FILE_TOO_LARGE; 422 NOT_TEXT, CSV_MALFORMED
 */
export async function readFile<Result>(
  { raw, headers }: Pick<FastifyRequest, 'raw' | 'headers'>,
  read: (records: AsyncIterable<CsvRecord>) => Promise<Result>,
): Promise<Result> {
  if (!/^(text\/|application\/csv)/.test(headers['content-type'] ?? ''))
    throw new Refused(415, 'NOT_A_FILE', 'Send the file itself as the body, with Content-Type: text/csv.')
  try {
    const bytes = raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
    return await read(csvRecords(decoded(bytes, FILE_BYTES_MAX)))
  } finally {
    // What is left unread of a file that was refused, so that its sender gets to read the answer.
    raw.resume()
  }
}
