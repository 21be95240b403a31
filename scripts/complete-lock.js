/**
 * Completes package-lock.json for all platforms. npm leaves out an optional package that the
 * registry in use does not have, and then `npm ci` refuses the lock file everywhere. The package
 * that depends on it names its exact version.
 *
 *     node scripts/complete-lock.js [folder]
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const file = join(process.argv[2] ?? '.', 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))
const wanted = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
  path === ''
    ? []
    : Object.entries(optionalDependencies).map(([name, version]) => ({ name, version, dev })),
)
let added = 0
for (const { name, version, dev } of wanted) {
  const path = `node_modules/${name}`
  const isThere = Object.keys(lock.packages).some((key) => key === path || key.endsWith(`/${path}`))
  if (isThere || !/^\d+\.\d+\.\d+$/.test(version)) continue
  lock.packages[path] = { version, ...platform(name), ...(dev && { dev }), optional: true }
  added++
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
lock.packages = Object.fromEntries(sorted)
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} packages added to ${file}`)

// Names of packages with native code end with their platform: `-linux-arm64-musl`, `-wasm32-wasi`.
function platform(name) {
  const [, os, cpu, libc] =
    /-(android|darwin|freebsd|linux|openharmony|win32)-([a-z0-9]+)(?:-(\w+))?$/.exec(name) ?? []
  if (os === undefined) return { cpu: ['wasm32'] }
  const libcs = { gnu: 'glibc', musl: 'musl' }
  return { os: [os], cpu: [cpu], ...(libcs[libc] && { libc: [libcs[libc]] }) }
}
