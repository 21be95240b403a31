import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { createPaint } from '../diagnostics/paint.ts'
import { installCommands } from '../project/install-command.ts'
import { listAdvice } from './init/advice.ts'
import { listNewFiles } from './init/new-files.ts'
import { listNextSteps } from './init/next-steps.ts'
import { readApp } from './init/read-app.ts'
import { type Done, reportInit } from './init/report-init.ts'
import { checkWritable, writeNew } from './init/write-files.ts'

/** Options of `ssr-pages init`. */
export interface InitOptions {
  /** The folder of the project. (default: the current folder) */
  readonly root?: string
  /** Begins with a view for `res.render()`. */
  readonly views?: boolean
  /** Prints what would be written. */
  readonly 'dry-run'?: boolean
}

/**
 * Adds pages to an app, or begins an app. Writes only files that do not exist, and prints what to add
 * to the others.
 *
 * @throws {SsrPagesError} INIT_IMPOSSIBLE: before anything is written
 */
export function runInit(options: InitOptions): void {
  const { root: folder = '.', views = false, 'dry-run': isDry = false } = options
  const root = resolve(folder)
  checkWritable(root, [])
  const app = readApp(root)
  const files = listNewFiles(app, views)
  checkWritable(root, files)
  const readText = (path: string) => {
    const file = join(root, path)
    return existsSync(file) && statSync(file).isFile() ? readFileSync(file, 'utf8') : undefined
  }
  const advice = listAdvice(app, views, readText)
  const write = isDry
    ? ({ path }: { path: string }) => !existsSync(join(root, path))
    : (file: (typeof files)[number]) => writeNew(root, file)
  const done: Done[] = files.map((file) => ({ path: file.path, isNew: write(file) }))
  const commands = installCommands(root, process.env['npm_config_user_agent'])
  const next = listNextSteps(app, { commands, views, folder: relative('.', root) })
  const paint = createPaint(process.stdout)
  process.stdout.write(reportInit({ done, advice, next, isDry }, paint))
}
