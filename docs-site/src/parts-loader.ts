import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Loader, LoaderContext } from 'astro/loaders'

/** A part of a Markdown file, which becomes an entry. */
export interface Part {
  readonly id: string
  readonly body: string
  readonly data?: Readonly<Record<string, unknown>>
}

/** Divides the text of a file into parts. */
type Split = (text: string, file: string) => readonly Part[]

/**
 * A loader of files that are divided into several entries.
 *
 * @param files - The files, relative to the repository, and how to divide each.
 * @returns The loader.
 */
export function parts(files: Readonly<Record<string, Split>>): Loader {
  return {
    name: 'parts',
    async load(context) {
      const repository = new URL('../', String(context.config.root))
      const load = async () => {
        const old = new Set(context.store.keys())
        for (const [file, split] of Object.entries(files)) {
          const url = new URL(file, repository)
          for (const part of split(await readFile(url, 'utf8'), file)) {
            old.delete(part.id)
            await store(part, file, url, context)
          }
        }
        for (const id of old) context.store.delete(id)
      }
      await load()
      const paths = Object.keys(files).map((file) => fileURLToPath(new URL(file, repository)))
      context.watcher?.add(paths)
      context.watcher?.on('change', async (path) => {
        if (paths.includes(path)) await load()
      })
    },
  }
}

/** Stores a part, and renders it if it has changed since the last build. */
async function store(part: Part, file: string, url: URL, context: LoaderContext): Promise<void> {
  const { id, body, data = {} } = part
  const digest = context.generateDigest({ file, body, data })
  if (context.store.get(id)?.digest === digest) return
  context.store.set({
    id,
    body,
    digest,
    filePath: `../${file}`,
    data: await context.parseData({ id, data: { ...data }, filePath: fileURLToPath(url) }),
    rendered: await context.renderMarkdown(body, { fileURL: url }),
  })
}
