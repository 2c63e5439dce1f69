import { startPostgres } from '../../src/platform/db/embedded/postgres.ts'

// A program of its own that owns a data folder: says how PostgreSQL came up, and lives until it is told to stop.
const postgres = await startPostgres({ data: process.argv[2]!, url: 'http://127.0.0.1:8080', log: console.error })
// Before it says anything: whoever hears it may stop it at once.
process.on('SIGTERM', () => void postgres.stop().then(() => process.exit(0)))
console.log(postgres.how)
setInterval(() => {}, 1000)
