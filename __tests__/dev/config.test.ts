import { describe, expect, test } from '@jest/globals'
import { startServer } from '../conformance/start.ts'
import { configForms } from '../vite/config-forms.ts'
import { createProject } from './project.ts'

const PAGE = { 'package.json': '{}', 'src/pages/index.astro': '<p>{Astro.site?.href}</p>' }

describe('development has the configuration that a build has, in the form of', () => {
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
