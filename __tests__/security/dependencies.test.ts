import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { ROOT } from '../support/root.ts'

/** All packages that `npm install ssr-pages` installs, with the reason for each. */
const ALLOWED: Readonly<Record<string, string>> = {
  clsx: 'class:list',
  cookie: 'Astro.cookies',
  debug: 'send',
  depd: 'http-errors',
  'ee-first': 'on-finished',
  encodeurl: 'send',
  'escape-html': 'send',
  etag: 'send',
  fresh: 'send',
  'http-errors': 'send',
  inherits: 'http-errors',
  'mime-db': 'mime-types',
  'mime-types': 'send',
  mrmime: 'types of { body } results',
  ms: 'send, debug',
  'on-finished': 'send',
  'path-to-regexp': 'routes',
  'range-parser': 'send',
  send: 'browser files',
  setprototypeof: 'http-errors',
  statuses: 'send, http-errors',
  toidentifier: 'http-errors',
}

interface Locked {
  readonly version: string
  readonly hasInstallScript?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const { packages } = JSON.parse(readFileSync(`${ROOT}/package-lock.json`, 'utf8')) as {
  packages: Readonly<Record<string, Locked>>
}
const installed = dependenciesOf('', new Map())

test('dependencies: a server installs only packages that are listed with a reason', () => {
  expect([...installed.keys()].toSorted()).toEqual(Object.keys(ALLOWED))
})

test('dependencies: none is optional, so that each server has the same ones', () => {
  const optional = [...installed.values()].flatMap((path) =>
    Object.keys(packages[path]?.optionalDependencies ?? {}),
  )
  expect(optional).toEqual([])
})

test('dependencies: no package runs code when it is installed', () => {
  const running = [...installed.values()].filter((path) => packages[path]?.hasInstallScript)
  expect(running).toEqual([])
})

test.each([
  ['CVE-2024-43799', 'send', '0.19.0'],
  ['CVE-2024-47764', 'cookie', '0.7.0'],
])('%s: %s is not older than %s, which mended it', (_, name, fixed) => {
  const { version = '0' } = packages[installed.get(name) ?? ''] ?? {}
  expect(version.localeCompare(fixed, 'en', { numeric: true })).toBeGreaterThanOrEqual(0)
})

test.each([
  ['CVE-2026-22036', 'undici'],
  ['CVE-2026-2391', 'qs'],
  ['GHSA-26w7-cxv4-gfx2', 'sharp'],
  ['CVE-2026-42570', 'devalue'],
  ['CVE-2026-39364', 'vite'],
])('%s: %s is not installed on a server', (_, name) => {
  expect(installed.has(name)).toBe(false)
})

/** Finds the paths of packages in the lock file, by name. */
function dependenciesOf(path: string, found: Map<string, string>): Map<string, string> {
  for (const name of Object.keys(packages[path]?.dependencies ?? {})) {
    if (found.has(name)) continue
    const at = resolve(name, path)
    found.set(name, at)
    dependenciesOf(at, found)
  }
  return found
}

// Looks for a package as Node does: in the folder itself, then in those above it.
function resolve(name: string, from: string): string {
  const path = `${from && `${from}/`}node_modules/${name}`
  if (packages[path] !== undefined) return path
  if (from === '') throw new Error(`${name} is not in the lock file`)
  return resolve(name, from.slice(0, from.lastIndexOf('node_modules')).replace(/\/$/, ''))
}
