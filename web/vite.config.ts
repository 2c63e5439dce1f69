import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Where `npm run demo` listens: `npx vite web` passes what is not the console's own on to it. */
const server = process.env.ROLLCALL_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwind(), oneOfLanguages(), compressed()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // A data: URL would need an exception in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': server, '/session': server } },
})

const languages = ['en-US', 'fr-FR', 'it-IT', 'de-DE', 'es-ES', 'pt-BR', 'pt-PT', 'nl-NL']

/** React Aria brings its few words in 35 languages: English in the place of those that the console has not. */
function oneOfLanguages(): Plugin {
  return {
    name: 'one-of-languages',
    enforce: 'pre',
    load(id) {
      const [, language] = /react-aria.*[/\\]intl[/\\].*[/\\]([a-z]{2}-[A-Z]{2})\.mjs$/.exec(id) ?? []
      if (language === undefined || languages.includes(language)) return undefined
      return "export { default } from './en-US.mjs'"
    },
  }
}

/** Writes a .br and a .gz beside each text, once, so that the server compresses nothing; and stamps index.html's own script. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    enforce: 'post',
    writeBundle(options, bundle) {
      const folder = options.dir!
      for (const name of Object.keys(bundle).filter((each) => /\.(js|css|svg)$/.test(each))) {
        const bytes = readFileSync(join(folder, name))
        const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, brotli))
        writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }))
      }
      // theme.js comes from public/ and has no hash in its name, so the page asks for it by one.
      const hash = createHash('sha256')
        .update(readFileSync(join(folder, 'theme.js')))
        .digest('hex')
        .slice(0, 8)
      const page = join(folder, 'index.html')
      writeFileSync(page, readFileSync(page, 'utf8').replace('/theme.js', `/theme.js?${hash}`))
    },
  }
}
