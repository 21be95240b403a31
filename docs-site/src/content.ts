import { readFileSync, readdirSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { satteri } from '@astrojs/markdown-satteri'
import { createPlugins } from '../markdown/plugins.ts'

interface Entry {
  readonly id: string
  readonly filePath: string
  readonly body: string
  readonly data: { readonly group: string }
}

const cwd = process.cwd().replaceAll('\\', '/')
const root = cwd.endsWith('/docs-site') ? cwd.slice(0, -'/docs-site'.length) : cwd
const processor = satteri({
  hastPlugins: createPlugins({ root }),
  features: { smartPunctuation: false },
})
const renderer = processor.createRenderer({ syntaxHighlight: false })

export async function getCollection(name: string): Promise<readonly Entry[]> {
  if (name === 'docs') return readDocs()
  return name === 'readme' ? readReadme() : readErrors()
}

export async function getEntry(name: string, id: string): Promise<Entry> {
  const entry = (await getCollection(name)).find((other) => other.id === id)
  if (!entry) throw new Error(id)
  return entry
}

export async function render({ body, filePath }: Entry): Promise<{
  html: string
  headings: readonly { depth: number; slug: string; text: string }[]
}> {
  const fileURL = pathToFileURL(`${root}/${filePath.replace('../', '')}`)
  const { code, metadata } = await (await renderer).render(body, { frontmatter: {}, fileURL })
  return { html: code, headings: metadata.headings }
}

function readDocs(): readonly Entry[] {
  const docs = readdirSync(`${root}/docs`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && file !== 'errors.md')
    .map((file) => `docs/${file}`)
  return [...docs, 'CONTRIBUTING.md', 'CHANGELOG.md', 'bench/README.md'].map((file) =>
    toEntry(file, read(file), file),
  )
}

function readReadme(): readonly Entry[] {
  const text = read('README.md')
  const start = text.indexOf('\n## ')
  const intro = text.slice(0, start).replace('# ssr-pages\n', '')
  return [
    toEntry('intro', intro, 'README.md'),
    toEntry('start', text.slice(start).split('\nMore: ')[0] ?? '', 'README.md'),
  ]
}

function readErrors(): readonly Entry[] {
  const [, ...parts] = read('docs/errors.md').split(/^## /m)
  return parts.flatMap((part) => {
    const [group = '', ...sections] = part.split(/^### /m)
    return sections.map((section) => {
      const [code = '', ...rest] = section.split('\n')
      return toEntry(code, rest.join('\n'), 'docs/errors.md', group.split('\n')[0])
    })
  })
}

function toEntry(id: string, body: string, file: string, group = ''): Entry {
  return { id, body, filePath: `../${file}`, data: { group } }
}

function read(file: string): string {
  return readFileSync(`${root}/${file}`, 'utf8')
}
