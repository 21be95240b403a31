import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SsrPagesError, reasonOf } from '../shared/errors.ts'
import { isObject } from '../shared/is-object.ts'
import type { MarkdownOptions, MarkdownProcessor } from '../shared/markdown.ts'
import { installCommands } from './install-command.ts'

/** The package of Astro's own processor, which a project installs. */
export const SATTERI = '@astrojs/markdown-satteri'

/** The package of the processor that runs plugins of remark and rehype. */
const UNIFIED = '@astrojs/markdown-remark'

/** Who asks for a processor. */
export interface ProcessorContext {
  /** Absolute path of the project. */
  readonly root: string
  /** The file that needs it, for the error. (default: unknown) */
  readonly neededBy?: string
  /** Receives a warning about plugins that the processor does not run. */
  readonly warn: (message: string) => void
}

/**
 * Finds the processor of a project: that of its configuration, `unified()` if the configuration has
 * plugins of remark or rehype, or else `satteri()`. Plugins that stand beside `unified()` in the
 * configuration are added to it, as in Astro.
 *
 * @param options - The option `markdown`.
 * @returns The processor.
 * @throws {SsrPagesError} MARKDOWN_PROCESSOR_MISSING: when its package is not installed or does not
 *   load
 */
export async function loadProcessor(
  context: ProcessorContext,
  options: MarkdownOptions,
): Promise<MarkdownProcessor> {
  const { processor } = options
  if (!hasLegacyPlugins(options)) return processor ?? create(context, SATTERI, 'satteri')
  const unified = processor ?? (await create(context, UNIFIED, 'unified'))
  if (unified.name !== 'unified') {
    context.warn(
      `\`markdown.remarkPlugins\`, \`rehypePlugins\` and \`remarkRehype\` do not run in the processor "${unified.name}": pass them to unified() of ${UNIFIED}, and set \`markdown.processor\` to its result`,
    )
    return unified
  }
  return withPlugins(unified, options)
}

/** Whether the package of a project's default processor is installed. */
export function hasProcessor(root: string, options: MarkdownOptions): boolean {
  if (options.processor !== undefined) return true
  try {
    resolveFrom(root, hasLegacyPlugins(options) ? UNIFIED : SATTERI)
    return true
  } catch {
    return false
  }
}

function hasLegacyPlugins(options: MarkdownOptions): boolean {
  const { remarkPlugins = [], rehypePlugins = [], remarkRehype = {} } = options
  return remarkPlugins.length + rehypePlugins.length + Object.keys(remarkRehype).length > 0
}

// The processor of the configuration stays the same object: integrations compare it, and change its
// options. A second call adds nothing.
function withPlugins(processor: MarkdownProcessor, options: MarkdownOptions): MarkdownProcessor {
  const { remarkPlugins = [], rehypePlugins = [], remarkRehype = {} } = options
  const known = isObject(processor.options) ? processor.options : {}
  addMissing(known['remarkPlugins'], remarkPlugins)
  addMissing(known['rehypePlugins'], rehypePlugins)
  if (isObject(known['remarkRehype'])) Object.assign(known['remarkRehype'], remarkRehype)
  return processor
}

function addMissing(list: unknown, plugins: readonly unknown[]): void {
  if (!Array.isArray(list)) return
  for (const plugin of plugins) if (!list.includes(plugin)) list.push(plugin)
}

async function create(
  context: ProcessorContext,
  name: string,
  factory: string,
): Promise<MarkdownProcessor> {
  let loaded: Record<string, unknown>
  try {
    loaded = await import(pathToFileURL(resolveFrom(context.root, name)).href)
  } catch (cause) {
    throw missing(context, name, cause)
  }
  const processor: unknown = typeof loaded[factory] === 'function' ? loaded[factory]() : undefined
  if (isProcessor(processor)) return processor
  const why = new TypeError(`it has no function ${factory}() that creates a processor`)
  throw missing(context, name, why)
}

/** Whether a value has the interface of a processor. */
export function isProcessor(value: unknown): value is MarkdownProcessor {
  return (
    isObject(value) &&
    typeof value['name'] === 'string' &&
    typeof value['createRenderer'] === 'function'
  )
}

function resolveFrom(root: string, name: string): string {
  return createRequire(join(root, 'package.json')).resolve(name)
}

function missing(
  { root, neededBy }: ProcessorContext,
  name: string,
  cause: unknown,
): SsrPagesError {
  const code = isObject(cause) ? cause['code'] : undefined
  const isAbsent = code === 'MODULE_NOT_FOUND'
  const command = `${installCommands(root).addDev} ${name}${isAbsent ? '' : '@latest'}`
  const who = neededBy === undefined ? 'Markdown' : `${neededBy}: Markdown`
  const what = isAbsent
    ? `${who} needs ${name}, which is not installed.`
    : `${who} needs ${name}, which cannot be used: ${reasonOf(cause)}.`
  const details = { package: name, cause, ...(neededBy !== undefined && { file: neededBy }) }
  return new SsrPagesError('MARKDOWN_PROCESSOR_MISSING', what, details, `Run \`${command}\`.`)
}
