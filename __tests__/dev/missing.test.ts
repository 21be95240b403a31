import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Server, startServer } from '../support/servers.ts'
import { runCli } from '../support/cli.ts'
import { until } from '../support/until.ts'
import { type Project, createProject } from './project.ts'

/** Imports of missing files. */
const imports = [
  '../img/gone.png',
  './gone.svg?url',
  './gone.svg?raw',
  '../gone.css',
  './gone.scss?inline',
  './gone.module.css',
  './gone.json',
  './package.json',
  './gone.txt?raw',
  '/gone.woff2',
  '/src/gone.avif',
  '@/gone.webp',
]

// One pixel.
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==',
  'base64',
)

const TSCONFIG = '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }'

const toSource = (specifier: string): string =>
  `---\nimport gone from '${specifier}'\n---\n<p>{typeof gone}</p>`

describe('an import of a missing file', () => {
  let project: Project
  let server: Server

  beforeAll(async () => {
    const pages = imports.map((specifier, at) => [`src/pages/p${at}.astro`, toSource(specifier)])
    const found = toSource('../found.svg')
    project = await createProject({
      'tsconfig.json': TSCONFIG,
      'src/found.svg': '<svg/>',
      'src/pages/found.astro': found,
      ...Object.fromEntries(pages),
    })
    server = await startServer('dev-plain.mjs', project.root, 'express')
  })

  afterAll(async () => {
    await server?.stop()
    await project?.remove()
  })

  test.each(imports.map((specifier, at) => [specifier, at] as const))(
    'of %s fails in development, at its place',
    async (specifier, at) => {
      const answer = await get(`/p${at}`)
      expect(answer.status).toBe(500)
      await until(() => server.output().includes(`src/pages/p${at}.astro:2:`))
      expect(server.output()).toContain(`Could not resolve '${specifier}'`)
    },
  )

  test('does not fail once the file exists', async () => {
    expect((await get('/found')).status).toBe(200)
    await project.write('src/img/gone.png', PNG)
    await until(async () => (await get('/p0')).status === 200)
  })

  test.each(imports)('of %s fails in a build, at its place', async (specifier) => {
    const built = await createProject({
      'tsconfig.json': TSCONFIG,
      'src/pages/index.astro': toSource(specifier),
    })
    try {
      const { code, printed } = await runCli('build', built.root)
      expect([code, printed]).toEqual([1, expect.stringMatching(/src\/pages\/index\.astro:2:/)])
      expect(printed).toContain(`Could not resolve '${specifier}'`)
    } finally {
      await built.remove()
    }
  })

  function get(path: string): Promise<Response> {
    return fetch(`http://localhost:${server.port}${path}`)
  }
})
