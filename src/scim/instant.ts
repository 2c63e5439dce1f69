/** RFC 7643 §2.3.5: dateTime, "encoded as a valid xsd:dateTime … and MUST include both a date and a time". */

const form = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?$/

const yearOneMs = -62_135_596_800_000
const yearTenThousandMs = 253_402_300_800_000

/**
 * Milliseconds since 1970; a text without a zone is read as UTC. Undefined when the text is no dateTime, or lies
 * outside the years 1 to 9999, which is what `toISOString` and PostgreSQL both can write.
 */
export function readInstant(text: string): number | undefined {
  if (text.length < 19 || text.length > 35) return undefined
  const parts = form.exec(text)
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = parts
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined
  const endOfDay = hour === '24' && minute === '00' && second === '00' && Number(fraction) === 0
  if ((Number(hour) > 23 && !endOfDay) || Number(minute) > 59 || Number(second) > 59) return undefined
  const offset = zone === 'Z' ? 0 : zoneMinutes(zone)
  if (offset === undefined) return undefined
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3))
  const minutes = Number(hour) * 60 + Number(minute) - offset
  const instant = date.setUTCHours(0, 0, 0, 0) + minutes * 60_000 + Number(second) * 1000 + milliseconds
  return instant >= yearOneMs && instant < yearTenThousandMs ? instant : undefined
}

/** xsd:dateTime allows offsets up to fourteen hours. */
function zoneMinutes(zone: string): number | undefined {
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(4))
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}
