import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { ROOT } from '../support/root.ts'
import { FILES, families, toComparable, toConfig, toPage } from './families.ts'
import { createFolderFor } from './site-folder.ts'

/**
 * Builds the families with Astro, and writes what it prints into `records.json`. Needs Node 24, and a folder where
 * Astro 7.3.5 is installed: `node __tests__/fonts/record.ts <that folder>`.
 */
const installed = resolve(process.argv[2] ?? '')
const astro = join(installed, 'node_modules/astro/bin/astro.mjs')
const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' }

// Each in a site of its own: Astro preloads a file only for the first family that has it.
const records = families.map(({ because }, index) => {
  const root = createFolderFor(join(installed, 'sites/fonts'), {
    'astro.config.mjs': toConfig('astro/config', [index]),
    'package.json': '{"type":"module"}',
    [`src/pages/${index}.astro`]: toPage(index),
  })
  for (const file of FILES) cpSync(join(ROOT, 'node_modules', file), join(root, basename(file)))
  const { status } = spawnSync(process.execPath, [astro, 'build'], {
    cwd: root,
    env,
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('Astro did not build the family')
  const html = readFileSync(join(root, `dist/${index}/index.html`), 'utf8')
  const [, css = ''] = /<style>(.*?)<\/style>/s.exec(html) ?? []
  return [because, toComparable(html, css)] as const
})
const text = JSON.stringify(Object.fromEntries(records), null, 2)
writeFileSync(join(ROOT, '__tests__/fonts/records.json'), `${text}\n`)
