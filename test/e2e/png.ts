import { crc32, deflateSync } from 'node:zlib'
import type { Page } from 'playwright-core'

/** An image of at most 256 colours: a byte a pixel, and what colour each byte stands for, as 0xrrggbb. */
export interface Indexed {
  readonly width: number
  readonly height: number
  readonly colours: readonly number[]
  readonly pixels: Buffer
}

/** A screenshot in 256 of its colours, every other pixel in the nearest of them. The browser decodes it. */
export async function indexed(page: Page, png: Buffer): Promise<Indexed> {
  const { pixels, ...image } = await page.evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const { width, height } = bitmap
    const context = new OffscreenCanvas(width, height).getContext('2d')!
    context.drawImage(bitmap, 0, 0)
    const seen = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer).map(
      (abgr) => ((abgr & 0xff) << 16) | (abgr & 0xff00) | ((abgr >> 16) & 0xff),
    )
    const counts = new Map<number, number>()
    for (const colour of seen) counts.set(colour, (counts.get(colour) ?? 0) + 1)
    const distance = (a: number, b: number): number =>
      ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 0xff) - ((b >> 8) & 0xff)) ** 2 + ((a & 0xff) - (b & 0xff)) ** 2
    // The most frequent ones, then those that are furthest from all chosen: a small dot keeps its colour.
    const ranked = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour)
    const colours = ranked.slice(0, 176)
    const left = ranked.slice(176).map((colour) => ({
      colour,
      away: Math.min(...colours.map((each) => distance(each, colour))),
    }))
    while (colours.length < 256 && left.length > 0) {
      const next = left.reduce((best, each) => (each.away > best.away ? each : best))
      if (next.away === 0) break
      colours.push(next.colour)
      for (const each of left) each.away = Math.min(each.away, distance(each.colour, next.colour))
    }
    const places = new Map(colours.map((colour, place) => [colour, place]))
    let text = ''
    for (const colour of seen) {
      let place = places.get(colour)
      if (place === undefined) {
        place = colours.reduce(
          (best, each, at) => (distance(each, colour) < distance(colours[best]!, colour) ? at : best),
          0,
        )
        places.set(colour, place)
      }
      text += String.fromCharCode(place)
    }
    return { width, height, colours, pixels: btoa(text) }
  }, png.toString('base64'))
  return { ...image, pixels: Buffer.from(pixels, 'base64') }
}

/** PNG (ISO 15948): signature, header, palette, pixels row by row without a filter, end. */
export function encodePng({ width, height, colours, pixels }: Indexed): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // Eight bits a pixel, by palette.
  header.set([8, 3, 0, 0, 0], 8)
  const rows = Buffer.alloc((width + 1) * height)
  for (let row = 0; row < height; row++) pixels.copy(rows, row * (width + 1) + 1, row * width, (row + 1) * width)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(colours.flatMap((colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff]))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, content: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(content.length, 0)
  frame.writeUInt32BE(crc32(typed), 4)
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)])
}
