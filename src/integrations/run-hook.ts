import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type StackFrame, readFrames } from '../diagnostics/stack-frame.ts'
import { relativeName } from '../project/public-name.ts'
import { property } from '../shared/property.ts'
import { SsrPagesError, reasonOf } from '../shared/errors.ts'
import type { Integration } from '../shared/integrations.ts'
import {
  type IntegrationLog,
  type IntegrationLogger,
  createIntegrationLogger,
} from './integration-logger.ts'

/** A hook that has not ended after this many milliseconds is named. */
const LONG = 3000

/**
 * Calls a hook of one integration, if it has it.
 *
 * @param hook - Name of the hook: `astro:build:done`.
 * @param toOptions - Returns the argument of the hook, without its logger.
 * @throws {SsrPagesError} INTEGRATION_FAILED: when the hook throws
 */
export type RunHook = (
  integration: Integration,
  hook: string,
  toOptions: () => object,
) => Promise<void>

/**
 * Creates the function that calls hooks. Each integration gets the same logger in all of them.
 *
 * @param root - Absolute path of the project, to shorten the names of files in errors.
 * @param log - Receives what integrations print, and the name of a hook that takes long.
 * @param long - Milliseconds after which a hook takes long.
 */
export function createRunHook(root: string, log: IntegrationLog, long: number = LONG): RunHook {
  const loggers = new Map<Integration, IntegrationLogger>()
  return async function runHook(integration, hook, toOptions) {
    const { name, hooks } = integration
    const call = hooks[hook]
    if (typeof call !== 'function') return
    const logger = loggers.get(integration) ?? createIntegrationLogger(log, name)
    loggers.set(integration, logger)
    const timer = setTimeout(() => {
      log.info(`waiting for the integration ${JSON.stringify(name)}, hook ${JSON.stringify(hook)}`)
    }, long)
    try {
      // As a method: a hook may use `this` for the other hooks of its integration.
      await Reflect.apply(call, hooks, [Object.assign(toOptions(), { logger })])
    } catch (cause) {
      throw failed({ name, hook, root }, cause)
    } finally {
      clearTimeout(timer)
    }
  }
}

interface FailedHook {
  readonly name: string
  readonly hook: string
  readonly root: string
}

function failed({ name, hook, root }: FailedHook, cause: unknown): SsrPagesError {
  const frame = findFrame(cause)
  const file = frame && relativeName(root, frame.file)
  const place = frame ? ` (at ${file}:${frame.line}:${frame.column})` : ''
  const what = `The integration "${name}" failed in its hook ${hook}: ${reasonOf(cause)}${place}`
  const details = { integration: name, hook, ...(frame && { ...frame, file }), cause }
  return new SsrPagesError('INTEGRATION_FAILED', what, details)
}

const OWN_FOLDER = fileURLToPath(new URL('.', import.meta.url))

// The helpers of a hook throw, too: their caller is at fault. The configuration itself is no file
// when it runs.
function findFrame(cause: unknown): StackFrame | undefined {
  for (const frame of readFrames(String(property(cause, 'stack') ?? ''))) {
    if (frame.file.startsWith(OWN_FOLDER)) continue
    return existsSync(frame.file) ? frame : undefined
  }
  return undefined
}
