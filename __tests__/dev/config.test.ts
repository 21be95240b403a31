import { describe, expect, test } from '@jest/globals'
import { startServer } from '../support/servers.ts'
import { configForms } from '../config/config-forms.ts'
import { createProject } from './project.ts'

const PAGE = { 'package.json': '{}', 'src/pages/index.astro': '<p>{Astro.site?.href}</p>' }

describe('development has the same configuration as a build, in the form of', () => {
  test.each(configForms)('%s', async (_name, files) => {
    const project = await createProject({ ...PAGE, ...files })
    const server = await startServer('dev-plain.mjs', project.root, 'node')
    try {
      const answer = await fetch(`http://localhost:${server.port}/`)
      expect([answer.status, await answer.text()]).toEqual([
        200,
        expect.stringContaining('<p>https://a.test/</p>'),
      ])
    } finally {
      await server.stop()
      await project.remove()
    }
  })
})

test.each(['{ strictPort: true }', '{ hmr: { overlay: false } }', '{ hmr: false }'])(
  'development does not warn about Vite options that the project does not set, beside server: %s',
  async (options) => {
    const config = `export default { site: 'https://a.test', vite: { server: ${options} } }`
    const project = await createProject({ ...PAGE, 'ssr-pages.config.mjs': config })
    const server = await startServer('dev-plain.mjs', project.root, 'node')
    try {
      const answer = await fetch(`http://localhost:${server.port}/`)
      expect(await answer.text()).toContain('<p>https://a.test/</p>')
      expect(server.output()).not.toContain('deprecated')
    } finally {
      await server.stop()
      await project.remove()
    }
  },
)
