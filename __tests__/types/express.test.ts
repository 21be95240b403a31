import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import '../support/package.ts'
import { createProject } from '../support/project.ts'
import { ROOT } from '../support/root.ts'
import { checkTypes } from './typed-project.ts'

const MODULES = join(ROOT, 'node_modules')
const TSC = join(MODULES, 'typescript/bin/tsc')

/** A project that has installed the package, but not Express. */
function createWithoutExpress(files: Readonly<Record<string, string>>, options: object): string {
  const root = createProject({
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'ES2022',
        module: 'NodeNext',
        types: [],
        strict: true,
        noEmit: true,
        ...options,
      },
      include: ['src'],
    }),
    'src/env.d.ts': `/// <reference types="ssr-pages/express" />
declare namespace App {
  interface Views { cart: { lines: string[] }; plain: { title?: string } }
}`,
    ...files,
  })
  // Copied: TypeScript would look for other packages beside the real place of a link.
  const own = join(root, 'node_modules/ssr-pages')
  for (const name of ['package.json', 'env.d.ts', 'express.d.ts']) {
    cpSync(join(ROOT, name), join(own, name))
  }
  cpSync(join(ROOT, 'dist'), join(own, 'dist'), {
    recursive: true,
    filter: (path) => !/\.(?:c?js|map|css)$/.test(path),
  })
  mkdirSync(join(root, 'node_modules/@types'))
  symlinkSync(join(MODULES, '@types/node'), join(root, 'node_modules/@types/node'), 'junction')
  return root
}

test('a project without Express has no errors from the types of res.render()', () => {
  const root = createWithoutExpress({ 'src/a.ts': 'export const wrong: string = 1' }, {})
  const files = checkTypes(root, TSC, ['--pretty', 'false']).map(({ file }) => file)
  expect(files).toContain('src/a.ts')
  expect(files.filter((file) => file.includes('ssr-pages/express'))).toEqual([])
})

test('res.render() of Express 4 knows the views, and takes those of other engines', () => {
  const root = createWithoutExpress(
    {
      'src/a.ts': `import { Router } from 'express'
const router: Router = Router()
router.get('/', (_req, res) => {
  res.render('cart', { lines: [] }, (_error, html) => html.at(0))
  res.render('plain', (_error, html) => html.nothing)
  res.render('home.ejs', { anything: 1 })
  res.render('home', { anything: 1 }, 'callback')
})`,
    },
    { skipLibCheck: true },
  )
  const types = join(root, 'node_modules/@types')
  const express4 = join(MODULES, '@types/express4')
  cpSync(express4, join(types, 'express'), { recursive: true })
  for (const name of ['express-serve-static-core', 'serve-static', 'send']) {
    cpSync(join(express4, 'node_modules/@types', name), join(types, name), { recursive: true })
  }
  for (const name of ['body-parser', 'connect', 'http-errors', 'mime', 'qs', 'range-parser']) {
    symlinkSync(join(MODULES, '@types', name), join(types, name), 'junction')
  }
  const errors = checkTypes(root, TSC, ['--pretty', 'false'])
  expect(errors.map(({ line, message }) => [line, message])).toEqual([
    [5, "Property 'nothing' does not exist on type 'string'."],
    [7, 'No overload matches this call.'],
  ])
})
