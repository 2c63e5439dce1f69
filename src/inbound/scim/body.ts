import type { IncomingMessage } from 'node:http'
import { invalidSyntax, tooLarge } from '../../scim/errors.ts'

/** What is read of a body that is too large, so that its sender gets to read the answer; then the connection is cut. */
const DRAINED_TIMES = 64

/**
 * The body as JSON, whatever its Content-Type says.
 * @throws {ScimError} 413 over the limit; invalidSyntax when it is empty, not UTF-8 or not JSON
 */
export async function readJson(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  const body = await readBytes(request, limitBytes)
  if (body.length === 0) throw invalidSyntax('The body is empty.')
  try {
    return JSON.parse(body.toString('utf8').replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw invalidSyntax('The body is not JSON.', cause)
  }
}

/** @throws {ScimError} 413 over the limit; invalidSyntax when it breaks off */
export async function readText(request: IncomingMessage, limitBytes: number): Promise<string> {
  return (await readBytes(request, limitBytes)).toString('utf8')
}

function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= limitBytes) chunks.push(chunk)
      else if (length > limitBytes * DRAINED_TIMES) request.destroy()
      else chunks.length = 0
    })
    request.on('end', () => {
      if (length <= limitBytes) resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))
      else reject(tooLarge(`The body is over ${limitBytes} bytes.`))
    })
    request.on('error', (cause) => reject(invalidSyntax('The body broke off.', cause)))
    request.on('close', () => {
      if (!request.readableEnded) reject(invalidSyntax('The body broke off.'))
    })
  })
}
