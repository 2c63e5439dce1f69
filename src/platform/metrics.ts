import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

export type { Registry } from 'prom-client'

/** A registry of one's own, with what Node says about itself. Rooms add theirs with `registers: [registry]`. */
export function createMetrics(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

/** How long answers take, by the route's pattern: never an address, which may name a person. */
export function requestSeconds(registry: Registry): Histogram<'method' | 'route' | 'status'> {
  return new Histogram({
    name: 'rollcall_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
}
