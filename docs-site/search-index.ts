import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { close, createIndex } from 'pagefind'

interface BuildDone {
  readonly dir: URL
  readonly pages: readonly { readonly pathname: string }[]
}

/** An integration that makes the index of the search from the pages of each build. */
export function searchIndex(): {
  name: string
  hooks: { 'astro:build:done': (done: BuildDone) => Promise<void> }
} {
  return {
    name: 'search-index',
    hooks: {
      async 'astro:build:done'({ dir, pages }) {
        const { index, errors } = await createIndex()
        if (!index) throw new Error(errors.join('\n'))
        for (const { pathname } of pages) {
          const path = pathname.replace(/\/$/, '')
          // The page of an error 404 is not an answer to a search.
          if (path === '404') continue
          const file = path === '' ? 'index.html' : `${path}/index.html`
          const content = await readFile(new URL(file, dir), 'utf8')
          await index.addHTMLFile({ url: `/${path}`, content })
        }
        await index.writeFiles({ outputPath: fileURLToPath(new URL('pagefind', dir)) })
        await close()
      },
    },
  }
}
