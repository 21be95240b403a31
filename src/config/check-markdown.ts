import { type ToError, checkFields } from './check-fields.ts'
import { isProcessor } from '../project/markdown-processor.ts'
import type { Check } from '../shared/check-options.ts'
import { isObject } from '../shared/is-object.ts'
import type { MarkdownOptions } from '../shared/markdown.ts'

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
export function checkMarkdown(value: unknown, toError: ToError): void {
  if (isObject(value)) checkFields(value, 'markdown', CHECKS, toError)
}
