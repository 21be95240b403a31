import { describe, expect, test } from '@jest/globals'
import { rmSync } from 'node:fs'
import { runWarmCli } from '../support/warm-cli.ts'
import { createProjectInRepository } from '../support/project.ts'

/** A project that a build refuses. */
interface Refused {
  readonly name: string
  /** Names of integrations without the scope. (default: none) */
  readonly integrations?: readonly string[]
  readonly files: Readonly<Record<string, string>>
  readonly printed: readonly string[]
}

const CALLS: Readonly<Record<string, string>> = { 'solid-js': 'solid' }

function configOf(integrations: readonly string[]): string {
  const imports = integrations.map(
    (name) => `import i${CALLS[name] ?? name} from '@astrojs/${name}'\n`,
  )
  const calls = integrations.map((name) => `i${CALLS[name] ?? name}()`)
  return `${imports.join('')}export default { integrations: [${calls.join(', ')}] }\n`
}

const page = (imports: string, markup: string) => ({
  'src/pages/index.astro': `---\n${imports}\n---\n<main>\n  ${markup}\n</main>\n`,
})
const tsx = 'export default () => <b>x</b>\n'

const cases: readonly Refused[] = [
  {
    name: 'a component of React without the integration',
    files: { ...page("import B from '../B.tsx'", '<B client:load />'), 'src/B.tsx': tsx },
    printed: [
      "error src/pages/index.astro:5:3: '../B.tsx': this is a component of React",
      '`npm install @astrojs/react@7 react react-dom`',
      "`import react from '@astrojs/react'` and `integrations: [react()]`",
      'SSR_PAGES_RENDERER_MISSING',
    ],
  },
  {
    name: 'a component of Preact, which package.json names, without the integration',
    files: {
      ...page("import B from '../B.jsx'", '<B />'),
      'src/B.jsx': tsx,
      'package.json': '{"dependencies":{"preact":"10"}}',
    },
    printed: ['src/pages/index.astro:5:3', 'npm install @astrojs/preact@6 preact@10`'],
  },
  {
    name: 'a component of Vue without the integration',
    files: {
      ...page("import B from '../B.vue'", '<B client:only="vue" />'),
      'src/B.vue': '<template/>',
    },
    printed: ['src/pages/index.astro:5:3', 'npm install @astrojs/vue@7 vue`'],
  },
  {
    name: 'a component of Svelte in a site of React',
    integrations: ['react'],
    files: {
      ...page("import B from '../B.svelte'", '<B client:load />'),
      'src/B.svelte': '<b></b>',
    },
    printed: ['src/pages/index.astro:5:3', 'npm install @astrojs/svelte@9 svelte`'],
  },
  {
    name: 'a component of a site without integrations that only its directive tells',
    files: {
      ...page("import { B } from '../b.ts'", '<B client:visible />'),
      'src/b.ts': 'export const B = 1',
    },
    printed: ['src/pages/index.astro:5:3', '@astrojs/react'],
  },
  {
    name: 'client:only without a framework in a site of two',
    integrations: ['react', 'preact'],
    files: { ...page("import B from '../B.jsx'", '<B client:only />'), 'src/B.jsx': tsx },
    printed: [
      'src/pages/index.astro:5:3: client:only needs to know the framework of <B>',
      '@astrojs/react, @astrojs/preact',
    ],
  },
  {
    name: 'client:only with a framework that the site does not have',
    integrations: ['react', 'preact'],
    files: { ...page("import B from '../B.jsx'", '<B client:only="svelte" />'), 'src/B.jsx': tsx },
    printed: ['src/pages/index.astro:5:3: client:only="svelte" names no renderer of this site'],
  },
  {
    name: 'client:only of a file that does not exist',
    integrations: ['react'],
    files: page("import B from '../B.jsx'", '<B client:only="react" />'),
    printed: ["src/pages/index.astro:5:3: <B client:only>: '../B.jsx' is not found"],
  },
  {
    name: 'an unknown directive',
    integrations: ['react'],
    files: { ...page("import B from '../B.jsx'", '<B client:laod />'), 'src/B.jsx': tsx },
    printed: [
      'src/pages/index.astro:5:6: Unknown directive client:laod (did you mean client:load?)',
    ],
  },
  ...(
    [
      [
        'a number',
        "import { B } from '../b.ts'",
        '<B client:load />',
        'export const B = 1',
        'B of src/b.ts is a number',
      ],
      [
        'a string',
        "import B from '../b.ts'",
        '<B client:idle />',
        "const b = 'x'\nexport { b as default }",
        'the default export of src/b.ts is a string',
      ],
      [
        'a list',
        "import { B } from '../b.ts'",
        '<B client:load />',
        'export const B = [1] as const',
        'B of src/b.ts is a list',
      ],
      [
        'an object',
        "import B from '../b.ts'",
        '<B client:only="react" />',
        'export default { a: 1, b: { c: "d" } }',
        'the default export of src/b.ts is an object of plain values',
      ],
      [
        'a member of a module',
        "import * as B from '../b.ts'",
        '<B.C client:load />',
        'export const C = 2',
        'C of src/b.ts is a number',
      ],
    ] as const
  ).map(([what, imports, markup, code, printed]): Refused => {
    const integrations = ['react']
    const name = `a directive on ${what}`
    return {
      name,
      integrations,
      files: { ...page(imports, markup), 'src/b.ts': code },
      printed: [
        'error src/pages/index.astro:5:3: <B',
        ` is no component: ${printed}`,
        'SSR_PAGES_COMPILE_FAILED',
      ],
    }
  }),
  {
    name: 'client:only of a default export that does not exist',
    integrations: ['react'],
    files: {
      ...page("import B from '../b.tsx'", '<B client:only="react" />'),
      'src/b.tsx': 'export const B = () => <b>x</b>\n',
    },
    printed: [
      'error src/pages/index.astro:5:3: <B client:only>: src/b.tsx has no default export.',
      'Import a name in braces; src/b.tsx exports B.',
    ],
  },
  {
    name: 'client:only of a name that is only a type',
    integrations: ['react'],
    files: {
      ...page("import { B } from '../b.tsx'", '<B client:only="react" />'),
      'src/b.tsx': 'export interface B {}\nexport const A = () => <b>x</b>\n',
    },
    printed: ['error src/pages/index.astro:5:3: <B client:only>: src/b.tsx does not export B.'],
  },
  {
    name: 'a renderer whose package is not installed',
    files: {
      ...page("import B from '../B.tsx'", '<B client:load />'),
      'src/B.tsx': tsx,
      'ssr-pages.config.mjs': `const hooks = { 'astro:config:setup': ({ addRenderer }) => addRenderer({ name: 'fw', serverEntrypoint: 'gone-fw/server.js' }) }
export default { integrations: [{ name: 'fw', hooks }] }`,
    },
    printed: ["The renderer fw cannot be used: its module 'gone-fw/server.js' is not found."],
  },
  {
    name: 'a page in JSX',
    integrations: ['react'],
    files: { 'src/pages/index.astro': '<p></p>', 'src/pages/b.tsx': tsx },
    printed: ['src/pages/b.tsx: Only .astro, .html and Markdown files can be pages'],
  },
]

describe('a build names the place and the way out of', () => {
  test.each(cases)('$name', async ({ integrations = [], files, printed }) => {
    const root = createProjectInRepository({
      'package.json': '{}',
      'package-lock.json': '{}',
      'ssr-pages.config.mjs': configOf(integrations),
      ...files,
    })
    const result = await runWarmCli(['build'], root).finally(() =>
      rmSync(root, { recursive: true }),
    )
    for (const text of printed) expect(result.stderr).toContain(text)
  })
})
