import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import satisfies from 'semver/functions/satisfies.js'
import { installCommands } from '../project/install-command.ts'
import { packageFolder } from '../project/packages.ts'
import { SsrPagesError } from '../shared/errors.ts'
import type { Integration, Renderer } from '../shared/integrations.ts'

/** Peers that no component imports. They are not what a framework renders with. */
const TOOLS = /^(?:astro|vite|typescript|@types\/.*)$/

const PACKAGE_NAME = /^(?:.*[\\/]node_modules[\\/])?((?:@[^\\/]+[\\/])?[^\\/.][^\\/]*)/

/**
 * Checks that the frameworks of a site are installed in the versions that its renderers were made
 * for. Another version fails later, with an error that does not say so.
 *
 * @param root - Absolute path of the project.
 * @throws {SsrPagesError} INTEGRATION_FAILED: with both versions, and the command that installs one
 */
export function checkVersions(root: string, renderers: readonly Renderer[]): void {
  for (const { serverEntrypoint } of renderers) {
    const name = PACKAGE_NAME.exec(serverEntrypoint)?.[1]?.replaceAll('\\', '/')
    const folder = name === undefined ? undefined : packageFolder(root, name)
    if (name === undefined || folder === undefined) continue
    for (const [peer, range] of Object.entries(readPackage(folder).peerDependencies ?? {})) {
      if (!TOOLS.test(peer)) checkPeer(root, { name, folder, peer, range })
    }
  }
}

/** The first version whose modules have the form that is rendered here. */
const MDX = { name: '@astrojs/mdx', range: '>=8.0.0' } as const

/**
 * Checks the version of `@astrojs/mdx`: that of an older Astro fails at its first file, without a reason.
 *
 * @param root - Absolute path of the project.
 * @throws {SsrPagesError} INTEGRATION_FAILED: with the command that updates it
 */
export function checkMdxVersion(root: string, integrations: readonly Integration[]): void {
  if (!integrations.some(({ name }) => name === MDX.name)) return
  const folder = packageFolder(root, MDX.name)
  const version = folder === undefined ? undefined : readPackage(folder).version
  if (version === undefined || satisfies(version, MDX.range, { includePrerelease: true })) return
  const what = `${MDX.name} ${version} is installed, which is for an older Astro.`
  const hint = `Run \`${installCommands(root).addDev} ${MDX.name}@latest\`.`
  const details = { integration: MDX.name, package: MDX.name, range: MDX.range, version }
  throw new SsrPagesError('INTEGRATION_FAILED', what, details, hint)
}

interface Peer {
  readonly name: string
  readonly folder: string
  readonly peer: string
  readonly range: string
}

function checkPeer(root: string, { name, folder, peer, range }: Peer): void {
  const found = packageFolder(dirname(folder), peer) ?? packageFolder(root, peer)
  const version = found === undefined ? undefined : readPackage(found).version
  if (version === undefined || satisfies(version, range, { includePrerelease: true })) return
  const what = `${name} needs ${peer} ${range}, but ${version} is installed.`
  const hint = `Run \`${installCommands(root).add} "${peer}@${range}"\`, or install a version of ${name} for ${peer} ${version}.`
  const details = { integration: name, package: peer, range, version }
  throw new SsrPagesError('INTEGRATION_FAILED', what, details, hint)
}

interface PackageJson {
  readonly version?: string
  readonly peerDependencies?: Readonly<Record<string, string>>
}

function readPackage(folder: string): PackageJson {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}
