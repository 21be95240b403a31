import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { createContentProject, readBuilt } from './loaded-site.ts'

test('a build sends the files of Zod through Vite, which takes a second', async () => {
  const root = createContentProject(['notes'], {
    'ssr-pages.config.mjs': `import { writeFileSync } from 'node:fs'
const seen = []
const spy = {
  name: 'spy',
  transform(code, id) {
    if (this.environment.name === 'content') seen.push(id)
    writeFileSync(new URL('seen.json', import.meta.url), JSON.stringify(seen))
  },
}
export default { vite: { plugins: [spy] } }
`,
    'src/content.config.js': `import { defineCollection, reference, z } from 'astro:content'
import { z as same } from 'astro/zod'
import { z as direct } from 'zod'
export const collections = {
  notes: defineCollection({
    loader: () => [{ id: 'a', n: '1', same: 'x' }],
    schema: z.object({
      n: direct.coerce.number(),
      same: same.string().transform(() => same.string === z.string),
      other: reference('notes').optional(),
    }),
  }),
}
`,
  })
  const { collections } = await readBuilt(root)
  expect(collections['notes']?.map(({ data }) => data)).toEqual([{ n: 1, same: true }])
  const seen: string[] = JSON.parse(readFileSync(join(root, 'seen.json'), 'utf8'))
  expect(seen.some((id) => id.endsWith('src/content.config.js'))).toBe(true)
  expect(seen.filter((id) => id.includes('/zod/'))).toEqual([])
})
