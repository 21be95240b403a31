import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseAst } from 'vite'
import { compileAstro } from '../../src/compiler/compile.ts'
import { html } from '../../src/render/html.ts'
import { type Compile, type Sources, importAstro } from '../support/astro-modules.ts'
import { type PageRequest, renderModule, toText } from '../support/render-source.ts'
import { sources } from './astro-sources.ts'
import { runs, timeLimit } from '../support/runs.ts'

const RUNS = 40

const compile: fc.Arbitrary<Compile> = fc.record({
  compact: fc.constantFrom(undefined, 'html', 'jsx'),
  scopedStyleStrategy: fc.constantFrom(undefined, 'class', 'attribute'),
})
const request = fc.record({
  hasStyles: fc.boolean(),
  isStreaming: fc.boolean(),
  hasLineFeeds: fc.boolean(),
})

test(
  'a built page differs from the page in development',
  () =>
    fc.assert(
      fc.asyncProperty(sources, compile, request, async (files, options, given) => {
        const texts = given.hasLineFeeds ? files : withReturns(files)
        fc.pre(Object.entries(texts).every(isCorrect))
        const plain = await see(texts, options, given)
        const built = await see(texts, { ...options, isOptimized: true }, given)
        // Which component is one too many depends on the order in which those that wait run.
        fc.pre(![plain, built].some(({ error }) => error?.includes(TOO_MANY)))
        expect(built).toEqual(plain)
      }),
      runs(RUNS),
    ),
  timeLimit(RUNS),
)

function withReturns(files: Sources): Sources {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, text.replaceAll('\n', '\r\n')]),
  )
}

// Some sources have an `await` at a place where it is not allowed.
function isCorrect([name, text]: [name: string, text: string]): boolean {
  try {
    return (
      !name.endsWith('.astro') ||
      parseAst(compileAstro(text, { filename: '/a.astro' }).code).body.length > 0
    )
  } catch {
    return false
  }
}

/**
 * What a page prints, or how it fails, and in which order it read its values, if that is certain.
 */
interface Seen {
  readonly text?: string
  readonly status?: number | undefined
  readonly error?: string
  readonly order: readonly unknown[]
}

async function see(
  files: Sources,
  options: Compile,
  { hasStyles, isStreaming }: { hasStyles: boolean; isStreaming: boolean },
): Promise<Seen> {
  const module = await importAstro(files, 'input.astro', options)
  const order: unknown[] = []
  const isAsync = Object.entries(files).some(mayWait)
  const request: PageRequest = {
    locals: makeLocals(order),
    isStreaming,
    assets: {
      hasHead: files['input.astro']?.includes('<head') ?? false,
      ...(hasStyles && { styles: ['a.css'] }),
    },
    headers: { 'x-a': 'h<' },
  }
  try {
    const result = await renderModule(module, request)
    const text = await toText(result)
    // Like an error, a response ends a page: what comes after it may have run already.
    if ('response' in result) {
      return { text, status: result.response.status, order: isAsync ? [] : order }
    }
    return { text, status: result.status, order: isAsync ? order.toSorted() : order }
  } catch (error) {
    return { error: describe(error), order: isAsync ? [] : order }
  }
}

// Pages that wait may take some microtasks more or less.
function mayWait([name, text]: [name: string, text: string]): boolean {
  return (
    name !== 'Called.astro' &&
    name !== 'Listed.astro' &&
    /a(?:wait|sync)|later\(|reject\(|<(?:Called|Chosen|Listed)|slots\.render/.test(text)
  )
}

// The message about a list without `map()` may name it differently.
function describe(error: unknown): string {
  return String(error).replace(/: .*\.map is not a function$/s, ': map is not a function')
}

const MAX_COMPONENTS = 12
const TOO_MANY = 'There are too many components.'

function makeLocals(order: unknown[]): App.Locals {
  let components = 0
  const mark = <T>(name: unknown, value: T): T => {
    order.push(name)
    return value
  }
  const getter = {
    get a() {
      return mark('getter', 'g<')
    },
  }
  const reject = (text: string) => {
    const promise = Promise.reject(new Error(text))
    promise.catch(() => undefined)
    return promise
  }
  return {
    html,
    see: mark,
    getter,
    reject,
    later: (value: unknown) => new Promise((resolve) => setImmediate(() => resolve(value))),
    fail: (text: string) => {
      throw new Error(text)
    },
    count: () => {
      components++
      if (components > MAX_COMPONENTS) throw new Error(TOO_MANY)
    },
    list: ['a<', { x: 1 }, 0, '', null],
    own: { map: (toValue: (...args: unknown[]) => unknown) => ['before', toValue('o', 1, [])] },
    object: { list: [1], a: 'o"', toString: () => mark('toString', 'o<&"') },
    text: 't<&"\'',
    item: 'i',
    index: 0,
  }
}
