import type { Operation } from '../../contract/traffic.ts'

const verbs: Readonly<Record<string, 'create' | 'read' | 'replace' | 'change' | 'delete'>> = {
  GET: 'read',
  HEAD: 'read',
  PUT: 'replace',
  PATCH: 'change',
  DELETE: 'delete',
}
const documents = /^(serviceproviderconfig|resourcetypes|schemas)$/

/** What a request asks for. @param path below the source's address, with or without its query */
export function operationOf(method: string, path: string): Operation {
  const [first = '', second] = path.split('?', 1)[0]!.toLowerCase().split('/').filter(Boolean)
  if (documents.test(first)) return 'discovery'
  if (first === '.search') return 'search'
  if (first === 'bulk') return 'bulk'
  if (first === 'oauth' && second === 'token') return 'token'
  const kind = first === 'users' ? 'user' : first === 'groups' ? 'group' : undefined
  if (!kind) return 'other'
  if (second === '.search') return `${kind}.find`
  if (second === undefined) {
    if (method === 'POST') return `${kind}.create`
    return method === 'GET' || method === 'HEAD' ? `${kind}.find` : 'other'
  }
  const verb = verbs[method]
  return verb ? `${kind}.${verb}` : 'other'
}
