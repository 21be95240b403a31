import { isProcessor } from '../project/markdown-processor.ts'
import type { Check } from '../shared/check-options.ts'
import { isObject } from '../shared/is-object.ts'
import type { MarkdownOptions } from '../shared/markdown.ts'
import { nearestName } from '../shared/nearest-name.ts'

const KINDS: readonly unknown[] = ['shiki', 'prism', false]
const boolean: Check = { wanted: 'true or false', isValid: (value) => typeof value === 'boolean' }
const plugins: Check = { wanted: 'a list of plugins', isValid: Array.isArray }

const CHECKS: Readonly<Record<keyof MarkdownOptions, Check>> = {
  processor: {
    wanted: 'a processor: satteri(), unified(), or an object with a name and createRenderer()',
    isValid: isProcessor,
  },
  syntaxHighlight: {
    wanted: "'shiki', 'prism', false, or an object with `type` and `excludeLangs`",
    isValid: (value) => KINDS.includes(isObject(value) ? (value['type'] ?? 'shiki') : value),
  },
  shikiConfig: { wanted: 'an object', isValid: isObject },
  codeStyles: {
    wanted: "'attributes' or 'classes'",
    isValid: (value) => value === 'attributes' || value === 'classes',
  },
  gfm: boolean,
  smartypants: {
    wanted: 'true, false or an object',
    isValid: (value) => typeof value === 'boolean' || isObject(value),
  },
  remarkPlugins: plugins,
  rehypePlugins: plugins,
  remarkRehype: { wanted: 'an object', isValid: isObject },
}

/** The names of the options of Markdown. */
export const MARKDOWN_OPTIONS: readonly string[] = Object.keys(CHECKS)

/**
 * Checks the option `markdown`.
 *
 * @param toError - Creates the error for an option inside of it.
 * @throws {SsrPagesError} CONFIG_INVALID
 */
export function checkMarkdown(
  value: unknown,
  toError: (path: string, why: string, seen: unknown) => Error,
): void {
  for (const [key, seen] of isObject(value) ? Object.entries(value) : []) {
    const path = `markdown.${key}`
    if (!isKey(key)) throw toError(path, `is not an option; ${advise(key)}`, seen)
    const { wanted, isValid } = CHECKS[key]
    if (seen !== undefined && !isValid(seen)) throw toError(path, `must be ${wanted}`, seen)
  }
}

function isKey(key: string): key is keyof MarkdownOptions {
  return Object.hasOwn(CHECKS, key)
}

function advise(key: string): string {
  const near = nearestName(key, Object.keys(CHECKS))
  return near === undefined
    ? `the options are ${Object.keys(CHECKS).join(', ')}`
    : `did you mean ${near}?`
}
