import { mkdir, mkdtemp, realpath, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { write } from '../support/project.ts'
import { ROOT } from '../support/root.ts'

/** Layouts of folders by package managers. */
export interface Layout {
  readonly name: string
  /** Folder of the project, below the folder of the layout. */
  readonly site: string
  readonly files: Readonly<Record<string, string>>
  /** Links and their targets, both below the folder of the layout. */
  readonly links: Readonly<Record<string, string>>
}

const svg = (colour: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"><rect width="7" height="7" fill="${colour}"/></svg>`

const json = (name: string, fields = {}) =>
  JSON.stringify({ name, version: '1.0.0', type: 'module', ...fields })

/** The project. Everything that it uses is outside its folder. */
const SITE = {
  'package.json': json('site', { dependencies: { '@ws/ui': '1', normal: '1', pictures: '1' } }),
  'src/pages/index.astro': `---
import 'normal/normal.css'
import '@ws/ui/theme.css'
import Card from '@ws/ui/Card.astro'
import { Badge } from '@ws/ui'
import { title } from '@ws/ui/title.ts'
import photo from 'pictures/photo.svg'
---
<html><head><title>{title}</title><link rel="icon" href="data:,"></head><body>
<img class="photo" src={photo}><Card><Badge /></Card><output></output>
<script>import '../client.ts'</script></body></html>`,
  'src/client.ts': `import { start } from '@ws/ui/client.ts'
import photo from 'pictures/photo.svg'
import 'normal/later.css'
const image = await (await fetch(photo)).text()
document.querySelector('output')!.textContent = (await start()) + ' ' + image.includes('<svg')`,
}

/** A package of the workspace, with sources that are not compiled. */
const UI = {
  'package.json': json('@ws/ui', {
    exports: { '.': './index.ts', './*': './*' },
    dependencies: { deep: '1', chip: '1' },
  }),
  'index.ts': "export { default as Badge } from './Badge.astro'",
  'title.ts': "import { deep } from 'deep'\nexport const title: string = 'a title ' + deep",
  'Card.astro': `---
import logo from './logo.svg'
import { deep } from 'deep'
import { Chip } from 'chip'
---
<section class="card" data-deep={deep}><img class="logo" src={logo}><Chip /><slot /></section>
<style lang="scss">@use './mixins'; .card { outline-color: mixins.$colour; background: url(./ground.svg) }</style>
<script>import './card-client.ts'</script>`,
  'Badge.astro': '<b class="badge">badge</b><style>.badge { color: rgb(4, 5, 6) }</style>',
  '_mixins.scss': '$colour: rgb(1, 2, 3);',
  'theme.css':
    "@import './part.css'; body { color: rgb(7, 8, 9); background: url('./ground.svg?theme') }",
  'part.css': 'body { outline-color: rgb(9, 9, 9) }',
  'logo.svg': svg('red'),
  'ground.svg': svg('blue'),
  'card-client.ts': "document.body.dataset['card'] = 'ran'",
  'client.ts': `import { deep } from 'deep'
export async function start(): Promise<string> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  const said = await new Promise((done) => (worker.onmessage = ({ data }) => done(data)))
  const bytes = await (await fetch(new URL('./bytes.bin', import.meta.url))).text()
  return [deep, said, bytes].join(' ')
}`,
  'worker.ts': "import { deep } from 'deep'\nself.postMessage('worker ' + deep)",
  'bytes.bin': 'bytes',
  'secret.ts': "export const secret = 'CANARY'",
  'unused.svg': '<svg>CANARY</svg>',
  '.env': 'SECRET=CANARY',
}

const NORMAL = {
  'package.json': json('normal'),
  'normal.css': 'html { accent-color: rgb(1, 1, 1) }',
  'later.css': 'html { caret-color: rgb(2, 2, 2) }',
  'unused.css': '/* CANARY */',
}
const PICTURES = { 'package.json': json('pictures'), 'photo.svg': svg('green') }
const DEEP = {
  'package.json': json('deep', { exports: './index.js' }),
  'index.js': "export const deep = 'deep'",
}

/** A published package with components. */
const CHIP = {
  'package.json': json('chip', { exports: './index.js', dependencies: { inner: '1' } }),
  'index.js': "export { default as Chip } from './Chip.astro'",
  'Chip.astro': `---
import { inner } from 'inner'
import dot from './dot.svg'
---
<i class="chip"><img class="dot" src={dot}>{inner}</i><style>.chip { color: rgb(3, 3, 3) }</style>`,
  'dot.svg': svg('black'),
}
const INNER = {
  'package.json': json('inner', { exports: './index.js' }),
  'index.js': "export const inner = 'inner'",
}

/** Another version of a package's dependency. */
const DEEP_2 = { ...DEEP, 'index.js': "export const deep = 'another'" }

const SECRETS = { 'server.js': '// CANARY', '.env': 'SECRET=CANARY' }

/** Files that nothing uses, below the folder of the layout. */
export const UNUSED: readonly string[] = [
  'packages/ui/secret.ts',
  'packages/ui/unused.svg',
  'packages/ui/.env',
  'server.js',
  '.env',
]

/** A workspace, with published packages in `store`. */
function workspace(store: (name: string) => string) {
  return {
    ...SECRETS,
    ...below('apps/site', SITE),
    ...below('packages/ui', UI),
    ...below(store('normal'), NORMAL),
    ...below(store('pictures'), PICTURES),
    ...below(store('deep'), DEEP),
    ...below(store('chip'), CHIP),
    ...below(store('inner'), INNER),
  }
}

const inStore = (name: string) => `node_modules/.pnpm/${name}@1.0.0/node_modules/${name}`

export const LAYOUTS: readonly Layout[] = [
  {
    name: 'npm workspaces',
    site: 'apps/site',
    files: {
      'package.json': JSON.stringify({ workspaces: ['apps/*', 'packages/*'] }),
      ...workspace((name) => `node_modules/${name}`),
    },
    links: {
      'node_modules/ssr-pages': ROOT,
      'node_modules/@ws/ui': 'packages/ui',
      'node_modules/site': 'apps/site',
    },
  },
  {
    name: 'pnpm workspaces',
    site: 'apps/site',
    files: {
      'package.json': '{}',
      'pnpm-workspace.yaml': "packages: ['apps/*', 'packages/*']",
      ...workspace(inStore),
    },
    links: {
      'apps/site/node_modules/ssr-pages': ROOT,
      'apps/site/node_modules/@ws/ui': 'packages/ui',
      'apps/site/node_modules/normal': inStore('normal'),
      'apps/site/node_modules/pictures': inStore('pictures'),
      'packages/ui/node_modules/deep': inStore('deep'),
      'packages/ui/node_modules/chip': inStore('chip'),
      [`${inStore('chip').replace(/chip$/, 'inner')}`]: inStore('inner'),
    },
  },
  {
    name: 'npm workspaces, with two versions of a package',
    site: 'apps/site',
    files: {
      'package.json': JSON.stringify({ workspaces: ['apps/*', 'packages/*'] }),
      ...workspace((name) => `node_modules/${name}`),
      ...below('node_modules/deep', DEEP_2),
      ...below('packages/ui/node_modules/deep', DEEP),
    },
    links: { 'node_modules/ssr-pages': ROOT, 'node_modules/@ws/ui': 'packages/ui' },
  },
  {
    name: 'a package that is linked from elsewhere',
    site: 'here/site',
    files: {
      ...SECRETS,
      ...below('here/site', SITE),
      ...below('here/site/node_modules/normal', NORMAL),
      ...below('here/site/node_modules/pictures', PICTURES),
      ...below('packages/ui', UI),
      ...below('packages/ui/node_modules/deep', DEEP),
      ...below('packages/ui/node_modules/chip', CHIP),
      ...below('packages/ui/node_modules/inner', INNER),
    },
    links: {
      'here/site/node_modules/ssr-pages': ROOT,
      'here/site/node_modules/@ws/ui': 'packages/ui',
    },
  },
  {
    name: 'a node_modules that is linked as a whole',
    site: 'site',
    files: {
      ...SECRETS,
      ...below('site', SITE),
      ...below('packages/ui', UI),
      ...below('elsewhere/normal', NORMAL),
      ...below('elsewhere/pictures', PICTURES),
      ...below('elsewhere/deep', DEEP),
      ...below('elsewhere/chip', CHIP),
      ...below('elsewhere/inner', INNER),
    },
    links: {
      'site/node_modules': 'elsewhere',
      'elsewhere/ssr-pages': ROOT,
      'elsewhere/@ws/ui': 'packages/ui',
      'packages/ui/node_modules': 'elsewhere',
    },
  },
]

/** Writes a layout outside this repository, so that its own packages are not found. */
export async function createLayout({ files, links }: Layout): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ssr-pages-layout-')))
  for (const [path, text] of Object.entries(files)) write(join(folder, path), text)
  for (const [path, target] of Object.entries(links)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await symlink(target.startsWith('/') ? target : join(folder, target), join(folder, path))
  }
  return folder
}

function below(folder: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]),
  )
}
