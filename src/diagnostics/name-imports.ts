import { readFileSync } from 'node:fs'
import type { DevEnvironment } from 'vite'
import { property } from '../shared/property.ts'
import { type TransformedModule, hasMangledNames, toSourceNames } from './source-names.ts'
import { readFrames } from './stack-frame.ts'

/**
 * Replaces Vite's internal names of imports in an error by the names of the source.
 *
 * @param error - Any thrown value. Its message and stack change in place.
 * @param environment - The environment that runs its modules.
 */
export function nameImports(error: unknown, environment: DevEnvironment): void {
  const [message, stack] = [property(error, 'message'), property(error, 'stack')]
  if (typeof error !== 'object' || error === null) return
  if (typeof message !== 'string' || !hasMangledNames(message)) return
  const text = typeof stack === 'string' ? stack : ''
  const module = findModule(text, environment)
  Object.assign(error, { message: toSourceNames(message, module) })
  if (text !== '') Object.assign(error, { stack: toSourceNames(text, module) })
}

// The first frame is the module that threw.
function findModule(stack: string, { moduleGraph }: DevEnvironment): TransformedModule | undefined {
  const [first] = readFrames(stack)
  if (first === undefined) return undefined
  const { file } = first
  for (const { transformResult } of moduleGraph.getModulesByFile(file) ?? []) {
    if (transformResult?.code.includes('__vite_ssr_import__')) {
      return { source: readFileSync(file, 'utf8'), code: transformResult.code }
    }
  }
  return undefined
}
