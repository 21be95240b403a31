import { relativeName } from './public-name.ts'
import { loadTinyGlobby } from './build-tools.ts'

/**
 * Finds files by patterns: `./src/data/*.json`.
 *
 * @param root - Absolute path of the project, which the patterns are relative to.
 * @param include - The patterns of the files.
 * @param exclude - Patterns of files that are left out.
 * @returns Paths relative to the root, with forward slashes, sorted. Files outside the root are
 *   left out.
 */
export async function findFiles(
  root: string,
  include: readonly string[],
  exclude: readonly string[],
): Promise<string[]> {
  const tinyGlobby = await loadTinyGlobby(root)
  const found = await tinyGlobby.glob([...include], {
    cwd: root,
    ignore: [...exclude],
    absolute: true,
    expandDirectories: false,
  })
  const names = found.map((file) => relativeName(root, file))
  return names.filter((name) => !name.startsWith('../')).toSorted()
}
