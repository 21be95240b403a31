import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { write } from '../support/project.ts'
import { ROOT } from '../support/root.ts'

/** A project whose files a test may change. */
export interface Project {
  readonly root: string
  read(file: string): Promise<string>
  write(file: string, content: string | Uint8Array): Promise<void>
  /** Replaces text of a file, which must be there. */
  edit(file: string, from: string, to: string): Promise<void>
  remove(file?: string): Promise<void>
}

/** A copy of the shop, inside of the repository: it finds its packages there. */
export async function copyShop(): Promise<Project> {
  const root = await mkdtemp(`${ROOT}/__tests__/fixtures/dist-shop-`)
  await cp(`${ROOT}/example-app`, root, {
    recursive: true,
    filter: (path) => !/example-app\/(?:node_modules|dist|data)(?:\/|$)/.test(path),
  })
  return projectAt(root)
}

/** A project of the given files. */
export async function createProject(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<Project> {
  const root = await mkdtemp(`${ROOT}/__tests__/fixtures/dist-dev-`)
  for (const [file, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
    write(join(root, file), text)
  }
  return projectAt(root)
}

function projectAt(root: string): Project {
  const read = (file: string) => readFile(join(root, file), 'utf8')
  return {
    root,
    read,
    write: async (file, content) => write(join(root, file), content),
    async edit(file, from, to) {
      const text = await read(file)
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
      write(join(root, file), text.replace(from, to))
    },
    remove: (file = '') => rm(join(root, file), { recursive: true }),
  }
}
