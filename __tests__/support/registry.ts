import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { ROOT } from './root.ts'

/** One version of a package, as a lock file or a `package.json` describes it. */
interface Version {
  readonly name: string
  readonly version: string
  /** The program that prints the package as a tar file, and its arguments. */
  readonly print: readonly [program: string, ...args: string[]]
  readonly [field: string]: unknown
}

/** A registry of packages on this machine. */
export interface Registry {
  readonly url: string
  close(): void
}

/**
 * Serves packages as a registry does, so that package managers install them without a network: those in
 * this repository's `node_modules`, and the given tarballs. Packages for other systems are listed, too; the
 * lock file knows them.
 */
export async function startRegistry(tarballs: readonly string[]): Promise<Registry> {
  const versions = [...readLockFile(), ...tarballs.map(readTarball)]
  const server = createServer((req, res) => {
    const [, name, version] =
      /^\/(.+?)(?:\/-\/(.+)\.tgz)?$/.exec(decodeURIComponent(req.url ?? '')) ?? []
    const found = versions.filter((one) => one.name === name)
    if (version === undefined) return sendVersions(res, found, `http://${req.headers.host}`)
    const [program = '', ...args] = found.find((one) => one.version === version)?.print ?? []
    spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] }).stdout.pipe(res)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

function sendVersions(res: ServerResponse, found: readonly Version[], url: string): void {
  const [latest] = found.toSorted((one, other) =>
    other.version.localeCompare(one.version, 'en', { numeric: true }),
  )
  if (latest === undefined) return void res.writeHead(404).end('{}')
  const { name } = latest
  const entries = found.map((one) => {
    const tarball = `${url}/${name}/-/${one.version}.tgz`
    return [one.version, { ...one, print: undefined, dist: { tarball } }]
  })
  const versions = Object.fromEntries(entries)
  res.setHeader('Content-Type', 'application/json')
  res.end(JSON.stringify({ name, 'dist-tags': { latest: latest.version }, versions }))
}

function readLockFile(): Version[] {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  return Object.entries<Record<string, unknown>>(packages)
    .filter(([path, { link }]) => path.startsWith('node_modules/') && !link)
    .map(([path, entry]) => {
      const name = String(entry['name'] ?? path.slice(path.lastIndexOf('node_modules/') + 13))
      const folder = ['-C', join(ROOT, path), '--exclude=./node_modules', '.']
      const print = ['tar', '-c', '--transform=s,^\\.,package,', ...folder] as const
      return { ...entry, resolved: undefined, name, version: String(entry['version']), print }
    })
}

function readTarball(file: string): Version {
  const manifest = execFileSync('tar', ['-xzOf', file, 'package/package.json'], {
    encoding: 'utf8',
  })
  return { ...JSON.parse(manifest), print: ['cat', file] }
}
