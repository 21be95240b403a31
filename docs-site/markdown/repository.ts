import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The address under which the repository shows its files.
 *
 * @param root - The folder with `package.json`, whose field `repository` names the repository.
 * @returns The address; `undefined` without that field.
 */
export function repositoryOf(root: string): string | undefined {
  const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const url: unknown = typeof repository === 'string' ? repository : repository?.url
  if (typeof url !== 'string') return undefined
  const [, path] = /^(?:github:|(?:git\+)?https:\/\/github\.com\/)(.+?)(?:\.git)?$/.exec(url) ?? []
  return path === undefined ? undefined : `https://github.com/${path}/blob/main`
}
