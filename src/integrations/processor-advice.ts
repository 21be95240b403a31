import { installCommands } from '../project/install-command.ts'
import { SATTERI, hasProcessor } from '../project/markdown-processor.ts'
import { SsrPagesError, isSsrPagesError } from '../shared/errors.ts'
import type { MarkdownOptions } from '../shared/markdown.ts'
import type { RunHook } from './run-hook.ts'

/**
 * Makes the failure of a hook name the package of the default processor, if it is not installed: Astro
 * always gives integrations a processor, so that `@astrojs/mdx` reads its name without a question.
 *
 * @param root - Absolute path of the project.
 * @param markdown - Returns the option `markdown` as integrations see it.
 */
export function withProcessorAdvice(
  runHook: RunHook,
  root: string,
  markdown: () => MarkdownOptions,
): RunHook {
  return async (integration, hook, toOptions) => {
    try {
      await runHook(integration, hook, toOptions)
    } catch (error) {
      throw hasProcessor(root, markdown()) ? error : withAdvice(error, root)
    }
  }
}

function withAdvice(error: unknown, root: string): unknown {
  if (!isSsrPagesError(error) || !(error.details['cause'] instanceof TypeError)) return error
  const [what = ''] = error.message.split(`\n${error.hint}`)
  const command = `${installCommands(root).addDev} ${SATTERI}`
  const hint = `If it renders Markdown: its processor is not installed, run \`${command}\`. ${error.hint}`
  return new SsrPagesError('INTEGRATION_FAILED', what, error.details, hint)
}
