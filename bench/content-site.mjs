import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Not `astro.config.mjs`, which our own build refuses to ignore. */
export const ASTRO_CONFIG = 'for-astro.config.mjs'

/**
 * Writes a blog whose entries are Markdown files: a page that lists them, and one that shows an
 * entry. Our build and Astro's read the same files.
 *
 * @param folder - Where it is written; replaced as a whole.
 * @param count - The number of entries.
 */
export function writeContentSite(folder, count) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'src/content/blog'), { recursive: true })
  mkdirSync(join(folder, 'src/pages/blog'), { recursive: true })
  for (const [path, text] of Object.entries(FILES)) writeFileSync(join(folder, path), text)
  for (let index = 0; index < count; index++) {
    writeFileSync(join(folder, `src/content/blog/entry-${index}.md`), toEntry(index))
  }
}

const FILES = {
  'package.json': '{ "type": "module", "private": true }\n',
  [ASTRO_CONFIG]: `import node from '@astrojs/node'
export default { output: 'server', adapter: node({ mode: 'middleware' }) }
`,
  'src/content.config.ts': `import { defineCollection } from 'astro:content'
import { glob } from 'astro/loaders'
import { z } from 'astro/zod'

const blog = defineCollection({
  loader: glob({ pattern: '**/*.md', base: './src/content/blog' }),
  schema: z.object({
    title: z.string(),
    date: z.coerce.date(),
    tags: z.array(z.string()),
    draft: z.boolean().default(false),
  }),
})

export const collections = { blog }
`,
  'src/pages/blog/index.astro': `---
import { getCollection } from 'astro:content'
const entries = await getCollection('blog', ({ data }) => !data.draft)
const latest = entries.sort((a, b) => b.data.date.valueOf() - a.data.date.valueOf()).slice(0, 20)
---
<html lang="en"><head><title>Blog</title></head><body>
<ul>{latest.map(({ id, data }) => <li><a href={\`/blog/\${id}\`}>{data.title}</a> {data.tags.join(', ')}</li>)}</ul>
</body></html>
`,
  'src/pages/blog/[id].astro': `---
import { getEntry, render } from 'astro:content'
const entry = await getEntry('blog', Astro.params.id)
if (!entry) return new Response(null, { status: 404 })
const { Content, headings } = await render(entry)
---
<html lang="en"><head><title>{entry.data.title}</title></head><body>
<nav>{headings.map(({ slug, text }) => <a href={\`#\${slug}\`}>{text}</a>)}</nav>
<Content />
</body></html>
`,
}

const LANGUAGES = ['js', 'ts', 'css', 'html', 'json', 'bash']

// About 2.5 kB, of the kinds that a technical blog has. Every third entry has code.
function toEntry(index) {
  const language = LANGUAGES[index % LANGUAGES.length]
  const code = `\n\`\`\`${language}\n${CODE[language](index)}\n\`\`\`\n`
  return `---
title: "Entry ${index}: what we learned"
date: ${new Date(Date.UTC(2015, 0, 1 + index)).toISOString().slice(0, 10)}
tags: [tag-${index % 7}, tag-${index % 11}]
draft: ${index % 50 === 49}
---

## What happened in week ${index}

${PARAGRAPH} The number of this entry is **${index}**, and [the one before](/blog/entry-${Math.max(0, index - 1)}) had *another*.

- First, we measured it \`${index}\` times.
- Then we changed one thing.
- Last, we measured again.
${index % 3 === 0 ? code : ''}
### Details of ${index}

${PARAGRAPH}

| run | before | after |
| --- | -----: | ----: |
| 1   | ${index} | ${index / 2} |
| 2   | ${index + 1} | ${(index + 1) / 2} |

> ${PARAGRAPH}

## Conclusion

${PARAGRAPH} ~~Nothing~~ Something "was" learned -- see https://example.com/${index}.
`
}

const PARAGRAPH =
  'The harbour was quiet when the boats came in, and nobody on the quay had expected them before the evening. ' +
  'They carried wool, salt and a letter for the keeper of the light, who read it twice and put it into his coat. ' +
  'What it said was never told, but the lamp burned until noon of the next day.'

const CODE = {
  js: (index) => `export function add(a, b) {\n  return a + b + ${index}\n}`,
  ts: (index) => `export const total: number = [${index}, 2].reduce((sum, one) => sum + one, 0)`,
  css: (index) => `.entry-${index} {\n  color: rebeccapurple;\n  margin: ${index}px;\n}`,
  html: (index) => `<a href="/blog/entry-${index}" class="next">Next</a>`,
  json: (index) => `{ "name": "entry", "index": ${index}, "tags": ["a", "b"] }`,
  bash: (index) => `curl -s http://localhost:${3000 + (index % 100)}/blog | grep entry`,
}
