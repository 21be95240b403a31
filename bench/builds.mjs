import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout, and the folder for everything that the bench builds. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))
export const BUILT = fileURLToPath(new URL('.built', import.meta.url))

const BENCH = fileURLToPath(new URL('.', import.meta.url))

/**
 * Builds our pages with the package of this checkout, which must be built already.
 *
 * @param node - The binary to build with.
 * @param site - The folder in `sites`. (default: the pages that all peers have)
 * @returns The environment for the server of the pages.
 */
export function buildOurs(node, site = 'ssr-pages') {
  return buildSite(node, ROOT, join(BENCH, 'sites', site), join(BUILT, site))
}

/**
 * Builds another commit of the package, and our pages with it, in a folder of its own.
 *
 * @param node - The binary to build with.
 * @param ref - The commit or tag. (default: the last release)
 * @param site - The folder in `sites`. (default: the pages that all peers have)
 * @returns The environment for the server of the pages; `undefined`, after a message, when there is
 *   no release.
 */
export function buildAgainst(node, ref = lastRelease(), site = 'ssr-pages') {
  if (ref === undefined) {
    console.log(
      'SKIPPED: the last release, because no tag v* is here (--against <ref> names a commit)',
    )
    return undefined
  }
  const commit = git('rev-parse', '--short', `${ref}^{commit}`)
  const folder = join(tmpdir(), `ssr-pages-${commit}`)
  if (!existsSync(join(folder, 'dist'))) checkOut(commit, folder)
  // Inside the package, its own name resolves to itself, whatever else is installed.
  const copy = join(folder, 'bench-copy', basename(ROOT))
  for (const file of [`sites/${site}`, 'data.mjs', 'constructs']) {
    cpSync(join(BENCH, file), join(copy, file), { recursive: true })
  }
  return buildSite(node, folder, join(copy, 'sites', site), join(copy, 'built', site))
}

/** Runs the package's own command. Returns the environment that peers/ssr-pages.mjs reads. */
export function buildSite(node, packageDir, site, outDir) {
  const args = [join(packageDir, 'bin/ssr-pages.js'), 'build', site, '--outDir', outDir]
  execFileSync(node, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  return { BENCH_PACKAGE: packageDir, BENCH_PAGES: join(outDir, 'pages') }
}

function checkOut(commit, folder) {
  mkdirSync(folder, { recursive: true })
  const tar = execFileSync('git', ['archive', commit], { cwd: ROOT, maxBuffer: 2 ** 28 })
  execFileSync('tar', ['-x', '-C', folder], { input: tar })
  if (!existsSync(join(folder, 'node_modules'))) {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  }
  execFileSync('npm', ['run', '--silent', 'build:always'], { cwd: folder, stdio: 'inherit' })
}

function lastRelease() {
  try {
    return git('describe', '--tags', '--abbrev=0', '--match', 'v*')
  } catch {
    return undefined
  }
}

function git(...args) {
  return execFileSync('git', args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()
}
