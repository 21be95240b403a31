import { describe, expect, test } from '@jest/globals'
import { compileAstro } from '../../src/compiler/compile.ts'
import { prepareStyles } from '../../src/compiler/styles.ts'
import type { SsrPagesError } from '../../src/shared/errors.ts'

const filename = '/src/pages/index.astro'

describe('compileAstro()', () => {
  test('returns JavaScript that imports our runtime and has no types', () => {
    const { code } = compileAstro('---\nconst n: number = 1\n---\n<p>{n}</p>', { filename })
    expect(code).toContain('from "ssr-pages/runtime"')
    expect(code).not.toContain(': number')
  })

  test('returns a source map that names the file by its public name', () => {
    const { map } = compileAstro('<p>{1}</p>', { filename })
    expect(JSON.parse(map)).toMatchObject({ sources: [filename] })
  })

  const sites = [
    ['no site', undefined, '$$createAstro(undefined)'],
    ['a site', 'https://a.example', '$$createAstro("https://a.example")'],
  ] as const
  test.each(sites)('passes the site on: %s', (_name, site, expected) => {
    expect(compileAstro('{Astro.site}', { filename, site }).code).toContain(expected)
  })

  const heads = [
    ['<html><head></head></html>', true],
    ['<p>head</p>', false],
  ] as const
  test.each(heads)('knows whether a file has a head: %s', (source, expected) => {
    expect(compileAstro(source, { filename }).hasHead).toBe(expected)
  })

  const scripts = [
    ['inline', '<script>let a: number = 1</script>', 'let a: number = 1;'],
    ['by src', `<script src='./a "b.ts'></script>`, 'import "./a \\"b.ts"'],
  ] as const
  test.each(scripts)('takes a processed script out: %s', (_name, source, expected) => {
    const [script] = compileAstro(source, { filename }).scripts
    expect(script).toBe(expected)
  })

  const strategies = [
    ['where', /^p:where\(\.astro-\w+\)/],
    ['class', /^p\.astro-\w+/],
    ['attribute', /^p\[data-astro-cid-\w+\]/],
  ] as const
  test.each(strategies)('scopes styles by %s', (scopedStyleStrategy, expected) => {
    const source = '<p/><style>p { color: red }</style>'
    const { css } = compileAstro(source, { filename, scopedStyleStrategy })
    expect(css[0]).toMatch(expected)
  })
})

describe('the error of a page that does not compile', () => {
  const cases = [
    [
      'a syntax error in the frontmatter',
      '---\nconst a = ;\n---\n<p/>',
      'src/pages/index.astro:2:11: Unexpected token\n  2 | const a = ;\n    |           ^',
    ],
    [
      'a line with tabs',
      '---\n\tconst a = ;\n---',
      'src/pages/index.astro:2:12: Unexpected token\n  2 | \tconst a = ;\n    | \t          ^',
    ],
    [
      'letters beyond ASCII',
      '---\nlet é = "日本"; let x: = 2\n---',
      'src/pages/index.astro:2:22: Unexpected token\n' +
        '  2 | let é = "日本"; let x: = 2\n    |                      ^',
    ],
  ] as const
  test.each(cases)('shows file, line, column and a caret: %s', (_name, source, expected) => {
    const error = failure(() => compileAstro(source, { filename }))
    expect(error.code).toBe('SSR_PAGES_COMPILE_FAILED')
    expect(error.message.startsWith(`${expected}\n`)).toBe(true)
  })

  test('has the same values in its details', () => {
    const error = failure(() => compileAstro('---\nlet = ;\n---', { filename }))
    expect(error.details).toMatchObject({ file: 'src/pages/index.astro', line: 2 })
    expect(Object.keys(error.details)).toEqual(['file', 'line', 'column', 'frame'])
  })
})

describe('prepareStyles()', () => {
  const source = '<p/><style lang="up">p { x: y }</style><style>q { x: y }</style>'

  test('turns only styles with a language into CSS', async () => {
    const styles = await prepareStyles(source, (text, lang) =>
      Promise.resolve(`.${lang}{${text.length}:1}`),
    )
    const { css } = compileAstro(source, { filename, styles })
    expect(css.map((text) => text.slice(0, 3))).toEqual(['.up', 'q:w'])
  })

  test('throws the same error that the preprocessor threw', async () => {
    const problem = new Error('no such colour')
    await expect(prepareStyles(source, () => Promise.reject(problem))).rejects.toBe(problem)
  })
})

function failure(run: () => unknown): SsrPagesError {
  try {
    run()
  } catch (error) {
    return error as SsrPagesError
  }
  throw new Error('nothing was thrown')
}
