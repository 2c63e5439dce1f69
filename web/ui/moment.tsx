import { relativeMoment, shortMoment, sinceMoment, wholeMoment } from '../locales/moment.ts'

const forms = { relative: relativeMoment, since: sinceMoment, short: shortMoment }

/** A moment as people say it, with the whole of it on hover and in the markup; in the viewer's zone. */
export function Moment({ at, form = 'relative' }: { readonly at: string; readonly form?: keyof typeof forms }) {
  const date = new Date(at)
  return (
    <time dateTime={at} title={wholeMoment(date)} className="whitespace-nowrap">
      {forms[form](date, new Date())}
    </time>
  )
}
