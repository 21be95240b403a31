import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { build } from '../support/cli.ts'
import { createFolder, write } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { linkPackages } from '../support/link-packages.ts'

const { version } = readJson('package.json')
const TOOLS = '@ssr-pages/build'
const COMPILER = '@astrojs/compiler-binding'
const NOT_INSTALLED = `Building and developing pages needs ${TOOLS}, which contains Vite 8 and the compiler, but is not installed.`

/** Installed away from every project, as pnpm does: nothing of a project's packages is seen from here. */
const store = createFolder()
const cli = join(store, 'node_modules/ssr-pages/bin/ssr-pages.js')
const projects: string[] = [store]

beforeAll(() => {
  for (const name of ['bin', 'dist', 'package.json']) {
    cpSync(join(ROOT, name), join(store, 'node_modules/ssr-pages', name), { recursive: true })
  }
  linkPackages(store)
})

afterAll(() => {
  for (const folder of projects) rmSync(dirname(folder), { recursive: true, force: true })
})

/** A package as it lies in `node_modules`: its `package.json`, and its module if it has one. */
interface Installed {
  readonly manifest: Readonly<Record<string, unknown>>
  readonly code?: string
}

interface Case {
  readonly installed?: Readonly<Record<string, Installed>>
  readonly files?: Readonly<Record<string, string>>
  readonly says: string
}

const tools = { manifest: { version } }
const vite = {
  manifest: { type: 'module', main: 'index.js' },
  code: "export const version = '8.3.8'",
}
const working = { type: 'module', main: 'index.js', version: readCompilerVersion() }
const compiler = { manifest: working, code: 'export const parseAstroSync = () => {}' }
const lists = JSON.stringify({ devDependencies: { [TOOLS]: `^${version}` } })

const cases: Record<string, Case> = {
  'a project without the build tools': {
    says: `${NOT_INSTALLED}\nRun \`npm install --save-dev ${TOOLS}@${version}\`.`,
  },
  'a project that has Vite only, which was enough once': {
    installed: { vite, [COMPILER]: compiler },
    files: { 'package.json': JSON.stringify({ devDependencies: { vite: '^8.0.0' } }) },
    says: `${NOT_INSTALLED}\nRun \`npm install --save-dev ${TOOLS}@${version}\`.`,
  },
  'a host that left development dependencies out': {
    files: { 'package.json': lists },
    says: `${NOT_INSTALLED}\nRun \`npm install --include=dev\`: package.json lists it, but development dependencies were not installed.`,
  },
  'a host that left development dependencies out of a pnpm project': {
    files: { 'package.json': lists, 'pnpm-lock.yaml': '' },
    says: 'Run `pnpm install --prod=false`: package.json lists it',
  },
  'a host that left development dependencies out of a Yarn 1 project': {
    files: { 'package.json': lists, 'yarn.lock': '' },
    says: 'Run `yarn install --production=false`: package.json lists it',
  },
  'a Yarn 4 project that was not installed': {
    files: { 'package.json': lists, 'yarn.lock': '', '.yarnrc.yml': '' },
    says: 'Run `yarn install`: package.json lists it',
  },
  'a pnpm project without the build tools': {
    files: { 'pnpm-lock.yaml': '' },
    says: `Run \`pnpm add --save-dev ${TOOLS}@${version}\`.`,
  },
  'a package.json that is no JSON': {
    files: { 'package.json': '{' },
    says: `Run \`npm install --save-dev ${TOOLS}@${version}\`.`,
  },
  'build tools with another Vite': {
    installed: {
      [TOOLS]: tools,
      vite: { ...vite, code: "export const version = '7.3.8'" },
      [COMPILER]: compiler,
    },
    says: `Building and developing pages needs Vite 8; version 7.3.8 is installed.\nRun \`npm install --save-dev ${TOOLS}@${version}\`.`,
  },
  'build tools with another compiler': {
    installed: {
      [TOOLS]: tools,
      vite,
      [COMPILER]: { ...compiler, manifest: { ...working, version: '0.6.0' } },
    },
    says: `Building and developing pages needs the compiler ${working.version}; version 0.6.0 is installed.\nRun \`npm install --save-dev ${TOOLS}@${version}\`.`,
  },
  'a compiler that was installed for another system': {
    installed: {
      [TOOLS]: tools,
      vite,
      [COMPILER]: { manifest: working, code: "throw new Error('Cannot find native binding.')" },
    },
    says: `needs ${COMPILER}, which comes with ${TOOLS}, but cannot be loaded: Cannot find native binding.\nRemove node_modules, and run \`npm install --include=dev\` on this machine.`,
  },
  'build tools without Vite': {
    installed: { [TOOLS]: tools, [COMPILER]: compiler },
    says: `needs vite, which comes with ${TOOLS}, but cannot be loaded: Cannot find module 'vite'`,
  },
}

test.each(Object.entries(cases))(
  '%s is told what to do by ssr-pages build',
  (_name, { installed = {}, files = {}, says }) => {
    const root = createSite(files)
    for (const [name, one] of Object.entries(installed)) install(root, name, one)
    const { status, stderr } = run('build', root)
    expect(status).toBe(1)
    expect(stderr).toContain(says)
    expect(stderr).toMatch(/\[SSR_PAGES_BUILD_TOOLS_MISSING\]\n$/)
    // A stack is for our own mistakes.
    expect(stderr).not.toMatch(/\n\s+at /)
  },
)

describe('a package manager that shows a package its own dependencies only', () => {
  const root = createSite({})
  const own = join(root, '.store/build/node_modules')

  beforeAll(() => {
    install(root, TOOLS, tools, own)
    for (const name of ['vite', COMPILER]) {
      mkdirSync(dirname(join(own, name)), { recursive: true })
      symlinkSync(join(ROOT, 'node_modules', name), join(own, name))
    }
    mkdirSync(join(root, 'node_modules/@ssr-pages'), { recursive: true })
    symlinkSync(join(own, TOOLS), join(root, 'node_modules', TOOLS))
    symlinkSync(join(store, 'node_modules/ssr-pages'), join(root, 'node_modules/ssr-pages'))
  })

  test('builds', () => {
    const { status, stderr } = run('build', root)
    expect([status, stderr]).toEqual([0, ''])
    expect(readFileSync(join(root, 'dist/pages/index.mjs'), 'utf8')).toContain('fine')
  })

  test('develops', async () => {
    await serve('dev', root, async (url) => {
      expect(await (await fetch(url)).text()).toContain('<h1')
    })
  })
})

describe('without the build tools', () => {
  const site = createSite({})

  beforeAll(() => {
    build(site)
    mkdirSync(join(site, 'node_modules'))
    symlinkSync(join(store, 'node_modules/ssr-pages'), join(site, 'node_modules/ssr-pages'))
  })

  test.each(['dev', 'routes'])('ssr-pages %s says what to install', (command) => {
    const { status, stderr } = run(command, site)
    expect(status).toBe(1)
    expect(stderr).toContain(`Run \`npm install --save-dev ${TOOLS}@${version}\`.`)
  })

  test.each(['--help', '--version'])('ssr-pages %s answers', (argument) => {
    const { status, stderr } = run(argument, site)
    expect([status, stderr]).toEqual([0, ''])
  })

  test('ssr-pages routes lists the routes of a build', () => {
    const { stdout } = run('routes', site, 'dist/pages')
    expect(stdout).toContain('/      page')
  })

  test('ssr-pages preview serves a build', async () => {
    await serve('preview', site, async (url) => {
      expect(await (await fetch(url)).text()).toContain('fine')
    })
  })
})

test('the build tools have the version of the package and the compiler that its runtime is made for', () => {
  const build = readJson('packages/build/package.json')
  const { devDependencies, engines } = readJson('package.json')
  expect([build.version, build.engines]).toEqual([version, engines])
  expect(build.dependencies[COMPILER]).toBe(readCompilerVersion())
  expect(devDependencies[COMPILER]).toBe(readCompilerVersion())
  expect(devDependencies['@astrojs/compiler-rs']).toBe(readCompilerVersion())
  expect(build.dependencies.vite).toBe(devDependencies.vite)
})

/** As the code says it: what is installed has to agree. */
function readCompilerVersion(): string {
  const source = readFileSync(join(ROOT, 'src/compiler/binding.ts'), 'utf8')
  return /COMPILER_VERSION = '([\d.]+)'/.exec(source)?.[1] ?? ''
}

function createSite(files: Readonly<Record<string, string>>): string {
  const root = createFolder()
  projects.push(root)
  write(join(root, 'src/pages/index.astro'), '<h1>fine</h1><style>h1 { color: teal }</style>')
  for (const [path, text] of Object.entries(files)) write(join(root, path), text)
  return root
}

function install(
  root: string,
  name: string,
  { manifest, code }: Installed,
  into = join(root, 'node_modules'),
): void {
  write(join(into, name, 'package.json'), JSON.stringify({ name, ...manifest }))
  if (code !== undefined) write(join(into, name, 'index.js'), code)
}

function run(command: string, cwd: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, [cli, command, ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  })
}

async function serve(command: string, cwd: string, use: (url: string) => Promise<void>) {
  const args = [cli, command, '--port', '0']
  const server = spawn(process.execPath, args, { cwd, stdio: 'pipe' })
  try {
    const [url] = await once(server.stdout, 'data')
    await use(String(url).trim())
  } finally {
    server.kill()
    await once(server, 'close')
  }
}

function readJson(file: string) {
  return JSON.parse(readFileSync(join(ROOT, file), 'utf8'))
}
