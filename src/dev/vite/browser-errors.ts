import { SourceMap } from 'node:module'
import { stripVTControlCharacters } from 'node:util'
import type { DevEnvironment, EnvironmentModuleNode, ViteDevServer } from 'vite'
import { toBuildError } from '../../diagnostics/build-error.ts'
import type { Problem } from '../../diagnostics/problem.ts'
import type { Site } from '../../project/site.ts'
import { readReexport } from '../../plugin/reexported-components.ts'
import { property } from '../../shared/property.ts'
import { ERROR_EVENT, PROBLEM_EVENT } from './client-script.ts'
import type { DevLogger } from './logger.ts'
import { fromBrowserUrl } from './module-url.ts'
import { readTarget } from './target.ts'

/** Describes an error for open pages, and prints it unless the terminal shows it already. */
export type OnBrowserError = (
  error: unknown,
  isPrinted: boolean,
) => { readonly id: number; readonly problem: Problem }

/** The most characters of a text of a browser, and lines of its stack, that are read. */
const READ = { characters: 10_000, lines: 50 }

/** The most errors of browsers that are shown between two changes of a file. */
const SHOWN = 20

/**
 * Shows errors of browsers in the terminal, and in the page that had it: those which a page
 * reports, and modules that Vite could not compile when a browser requested them. Vite shows the
 * latter with paths of this machine.
 */
export function watchBrowserErrors(
  server: ViteDevServer,
  site: Site,
  logger: Pick<DevLogger, 'lastError'>,
  onBrowserError: OnBrowserError,
): void {
  const { client } = server.environments
  const known = new Set<string>()
  let changed = ''
  server.watcher.on('all', (_event, file) => {
    known.clear()
    changed = file
  })
  client.hot.on(ERROR_EVENT, (sent: unknown, page) => {
    const error = toErrorSafely(sent, client, server.config.base)
    if (error === undefined) return
    const text = `${error.message}\n${error.stack}`
    const isKnown = known.has(text)
    if (!isKnown && known.size >= SHOWN) return
    known.add(text)
    page.send(PROBLEM_EVENT, onBrowserError(error, isKnown))
  })
  const send = client.hot.send.bind(client.hot)
  client.hot.send = (...sent: unknown[]): void => {
    const [payload] = sent
    if (property(payload, 'type') !== 'error') return Reflect.apply(send, undefined, sent)
    const found = toThrown(property(payload, 'err'), logger.lastError)
    // Only a plugin that compiles a file because it was saved does not name it.
    const isNamed = [found, property(found, 'loc')].some((it) =>
      NAMES.some((key) => property(it, key)),
    )
    const error = toBuildError(isNamed ? found : withFile(found, changed), site, 'COMPILE_FAILED')
    send(PROBLEM_EVENT, onBrowserError(error, true))
  }
}

/** Properties by which errors of tools name their file. */
const NAMES = ['id', 'file']

function withFile(error: unknown, file: string): object {
  const [message, errors, loc] = ['message', 'errors', 'loc'].map((key) => property(error, key))
  return { message, errors, loc, file }
}

// Vite logs an error before it sends a copy to browsers, which lacks the place.
function toThrown(sent: unknown, logged: unknown): unknown {
  const message = stripVTControlCharacters(String(property(logged, 'message')))
  return message === property(sent, 'message') ? logged : sent
}

// An exception in a listener of the socket would end the process.
function toErrorSafely(...sent: Parameters<typeof toError>): Error | undefined {
  try {
    return toError(...sent)
  } catch {
    return undefined
  }
}

// Any page of this machine may have sent it: only modules that browsers have are looked up.
function toError(sent: unknown, client: DevEnvironment, base: string): Error | undefined {
  const [name, message, stack] = ['name', 'message', 'stack'].map((key) => property(sent, key))
  if (typeof name !== 'string' || typeof message !== 'string' || typeof stack !== 'string') {
    return undefined
  }
  const frames = stack.slice(0, READ.characters).split('\n').slice(0, READ.lines)
  const all = frames.flatMap((line) => traceFrame(line, client, base) ?? [])
  const traced = all.filter((line, index) => line !== all[index - 1])
  // Errors of extensions and of scripts of the host have no frame in a module of the pages.
  if (!traced.some((line) => !line.includes('/node_modules/'))) return undefined
  const error = new Error(message.slice(0, READ.characters))
  error.name = name.slice(0, 100)
  error.stack = [`${error.name}: ${error.message}`, ...traced].join('\n')
  return error
}

// `at Counter (http://localhost:4321/docs/src/Counter.jsx?t=1:4:9)`, and without a name. Firefox and
// Safari write `Counter@http:...`.
const FRAME =
  /^(?:\s{0,20}at (?:(?<name>[^()]{1,200}) \()?|(?<first>[^@]{0,200})@)https?:\/\/[^/]{1,300}(?<path>\/[^()\s]{0,1000}):(?<line>\d{1,9}):(?<column>\d{1,9})\)?$/

function traceFrame(frame: string, client: DevEnvironment, base: string): string | undefined {
  const { name: named, first, path = '', line, column } = FRAME.exec(frame)?.groups ?? {}
  const name = named || first || undefined
  if (!path.startsWith(base)) return undefined
  const module = findModule(`/${path.slice(base.length)}`, client)
  if (module?.file == null) return undefined
  const info = module.id === null ? null : client.pluginContainer.getModuleInfo(module.id)
  const exported = readReexport(info?.meta)
  if (exported) return `    at export (${exported.file}:${exported.line}:${exported.column})`
  const place = toSource(module, Number(line), Number(column))
  const at = `${module.file}:${place.line}:${place.column}`
  return name === undefined ? `    at ${at}` : `    at ${name} (${at})`
}

function findModule(
  url: string,
  { moduleGraph }: DevEnvironment,
): EnvironmentModuleNode | undefined {
  return moduleGraph.urlToModuleMap.get(fromBrowserUrl(readTarget(url)?.name ?? ''))
}

function toSource(
  { transformResult }: EnvironmentModuleNode,
  line: number,
  column: number,
): { line: number; column: number } {
  const map = transformResult?.map
  if (!map || !('version' in map)) return { line, column }
  // Lines and columns of source maps begin with 0.
  const entry = new SourceMap(map as never).findEntry(line - 1, column - 1)
  return 'originalLine' in entry
    ? { line: entry.originalLine + 1, column: entry.originalColumn + 1 }
    : { line, column }
}
