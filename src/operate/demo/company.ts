import { type Person, people } from './person.ts'

/**
 * The company of the demo, as its identity provider holds it: who works there, in which groups. Always the same, so
 * that what the demo says about it stays true. It knows nothing of Rollcall.
 */
export interface Company {
  readonly name: string
  readonly people: readonly Employee[]
  readonly groups: readonly Group[]
  /** Who changes teams after everybody is there: out of one group, into another. */
  readonly moves: readonly Move[]
}

export interface Employee extends Person {
  readonly department: string
  readonly title: string
}

export interface Group {
  readonly name: string
  readonly members: readonly Employee[]
  /** Groups whose members are in it as well. */
  readonly nested: readonly string[]
}

export interface Move {
  readonly who: Employee
  readonly from: string
  readonly to: string
}

interface Team {
  readonly name: string
  readonly department: string
  readonly size: number
  readonly titles: readonly string[]
}

export const teams = {
  engineering: 'Engineering',
  sales: 'Sales',
  salesEurope: 'Sales Europe',
  support: 'Customer Support',
  supportNight: 'Customer Support Night Shift',
  it: 'IT Administrators',
} as const

export const circles = {
  hosts: 'Webinar Hosts',
  trainers: 'Trainers',
  montreal: 'Bureau de Montréal',
  munich: 'Büro München',
  tokyo: '東京オフィス',
  contractors: 'Contractors',
} as const

/** Everybody is in exactly one. They make 500. */
const staff: readonly Team[] = [
  { name: teams.engineering, department: 'Engineering', size: 132, titles: ['Engineer', 'Senior Engineer', 'Intern'] },
  { name: teams.sales, department: 'Sales', size: 46, titles: ['Account Executive', 'Sales Engineer', 'Intern'] },
  { name: teams.salesEurope, department: 'Sales', size: 48, titles: ['Account Executive', 'Partner Lead'] },
  { name: teams.support, department: 'Support', size: 50, titles: ['Support Agent', 'Support Lead'] },
  { name: teams.supportNight, department: 'Support', size: 20, titles: ['Support Agent'] },
  { name: teams.it, department: 'IT', size: 12, titles: ['Systems Administrator'] },
  { name: 'Product Design', department: 'Design', size: 26, titles: ['Designer', 'Researcher'] },
  { name: 'Marketing', department: 'Marketing', size: 36, titles: ['Campaign Lead', 'Writer', 'Intern'] },
  { name: 'Finance', department: 'Finance', size: 20, titles: ['Accountant', 'Controller'] },
  { name: 'People and Culture', department: 'People', size: 15, titles: ['Recruiter', 'People Partner'] },
  { name: 'Legal', department: 'Legal', size: 10, titles: ['Counsel'] },
  { name: 'Operations', department: 'Operations', size: 40, titles: ['Planner', 'Buyer', 'Logistics Lead'] },
  { name: 'Field Technicians', department: 'Operations', size: 36, titles: ['Field Technician'] },
  { name: 'Executive Team', department: 'Management', size: 9, titles: ['Vice President'] },
]

/** The company: 500 people, 14 teams and 6 circles that cut across them. */
export function company(): Company {
  const size = staff.reduce((sum, team) => sum + team.size, 0)
  const everybody = people(size)
  // Dealt out round by round, so that every team has people of every language.
  const dealt = deal(size)
  const employees = everybody.map((person, number): Employee => {
    const { team, place } = dealt[number]!
    return { ...person, department: team.department, title: team.titles[place % team.titles.length]! }
  })
  const of = (name: string) => employees.filter((_, number) => dealt[number]!.team.name === name)
  const speaking = (...languages: readonly string[]) =>
    employees.filter((employee) => languages.includes(employee.locale.slice(0, 2)))
  const nested: Readonly<Record<string, readonly string[]>> = {
    [teams.sales]: [teams.salesEurope],
    [teams.support]: [teams.supportNight],
  }
  const [support, hosts] = [of(teams.support), [...of('Marketing').slice(0, 22), ...of(teams.sales).slice(0, 18)]]
  return {
    name: 'Fernhill Instruments',
    people: employees,
    groups: [
      ...staff.map(({ name }) => ({ name, members: of(name), nested: nested[name] ?? [] })),
      { name: circles.hosts, members: hosts, nested: [] },
      { name: circles.trainers, members: [...of('People and Culture').slice(0, 8), ...support.slice(-10)], nested: [] },
      { name: circles.montreal, members: speaking('fr'), nested: [] },
      { name: circles.munich, members: speaking('de'), nested: [] },
      { name: circles.tokyo, members: speaking('ja', 'zh', 'ko'), nested: [] },
      { name: circles.contractors, members: of('Field Technicians').slice(0, 14), nested: [] },
    ],
    moves: support.slice(0, 3).map((who) => ({ who, from: teams.support, to: teams.engineering })),
  }
}

/** For each of `size` people their team and their place in it: whichever team is furthest from full gets the next one. */
function deal(size: number): readonly { readonly team: Team; readonly place: number }[] {
  const filled = new Map<Team, number>(staff.map((team) => [team, 0]))
  return Array.from({ length: size }, () => {
    const team = staff.reduce((a, b) => (filled.get(a)! / a.size <= filled.get(b)! / b.size ? a : b))
    const place = filled.get(team)!
    filled.set(team, place + 1)
    return { team, place }
  })
}
