import { sinceMoment } from '../locales/moment.ts'
import { text } from '../locales/text.ts'
import { Answer } from '../ui/answer.tsx'
import { Area, Chart } from '../ui/chart.tsx'
import { useSeatHistory } from './queries.ts'

/** Compared with it, every moment is of another day: today is called by its date too. */
const EVER = new Date(0)

/** Seats of a product over the last thirty days, against what was owned; from the first day of which anything is known. */
export function HeldChart({ product }: { readonly product: string }) {
  const history = useSeatHistory(product)
  return (
    <Answer to={history} skeleton={<div className="skeleton h-36 w-full" />}>
      {({ days }) => {
        const begins = days.findIndex(({ held, grace, owned }) => held + grace > 0 || owned !== undefined)
        const points = (begins < 0 ? [] : days.slice(begins)).map(({ at, held, grace, owned }) => ({
          id: at,
          name: sinceMoment(new Date(at), EVER),
          values: [held, grace, owned ?? null],
        }))
        if (points.length < 2) return <p className="text-md text-ink-soft">{text('seats.noHistory')}</p>
        return (
          <Chart
            label={text('seats.chartLabel')}
            words={{ when: text('seats.day'), table: text('seats.asTable') }}
            series={[text('seats.held'), text('seats.grace'), text('seats.owned')]}
            points={points}
          >
            <Area points={points} />
          </Chart>
        )
      }}
    </Answer>
  )
}
