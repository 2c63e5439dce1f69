import { join } from 'node:path'

/**
 * Where package.json, migrations/ and dist/web are. A clone runs its TypeScript from src/. The npm package has JavaScript
 * in dist/src/, one folder deeper, because Node strips no types below node_modules.
 */
export const programFolder = join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../..' : '../../..')
