import { parseArgs } from 'node:util'
import { SsrPagesError } from '../shared/errors.ts'
import { nearestName } from '../shared/nearest-name.ts'
import type { InitOptions } from './init.ts'
import type { ServeOptions } from './serve.ts'

/** A command with its options. */
export type Command =
  | { readonly name: 'help' | 'version' }
  | { readonly name: 'build'; readonly root?: string; readonly outDir?: string }
  | { readonly name: 'routes'; readonly root?: string; readonly json?: boolean }
  | ({ readonly name: 'dev' | 'preview' } & ServeOptions)
  | ({ readonly name: 'init' } & InitOptions)

/** Names of the commands in other tools. */
const SYNONYMS: Readonly<Record<string, string>> = {
  create: 'init',
  new: 'init',
  start: 'preview',
  serve: 'preview',
  watch: 'dev',
}

/** The commands, with the options of each besides its folder. */
const OPTIONS = {
  build: ['outDir'],
  dev: ['port', 'host'],
  preview: ['outDir', 'port', 'host'],
  routes: ['json'],
  init: ['views', 'dry-run'],
} as const

/**
 * Parses the command line.
 *
 * @param argv - Arguments after the name of the program.
 * @throws {SsrPagesError} USAGE: when a command or an option is unknown
 */
export function parseCommandLine(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv)
  const { help, version, ...options } = values
  const [name, root, ...more] = positionals
  if (help || argv.length === 0) return { name: 'help' }
  if (version) return { name: 'version' }
  if (name === undefined) throw new SsrPagesError('USAGE', 'The command is missing')
  if (!isCommand(name)) throw unknownCommand(name)
  if (more.length > 0)
    throw new SsrPagesError('USAGE', `Name one folder at most (saw '${root}' and '${more[0]}')`)
  const known: readonly string[] = OPTIONS[name]
  const foreign = Object.keys(options).find((option) => !known.includes(option))
  if (foreign !== undefined) throw foreignOption(name, foreign)
  return { name, ...(root !== undefined && { root }), ...options }
}

function unknownCommand(name: string): SsrPagesError {
  const near = nearestName(name, [...Object.keys(OPTIONS), ...Object.keys(SYNONYMS)])
  const meant = near && (SYNONYMS[near] ?? near)
  const hint = meant === undefined ? undefined : `Did you mean \`ssr-pages ${meant}\`?`
  return new SsrPagesError('USAGE', `Unknown command '${name}'`, { name }, hint)
}

function foreignOption(name: keyof typeof OPTIONS, option: string): SsrPagesError {
  const names = OPTIONS[name].map((known) => `--${known}`)
  const hint = `Remove it; the options of ${name} are ${names.join(', ')}.`
  return new SsrPagesError('USAGE', `${name} has no option --${option}`, { option }, hint)
}

function isCommand(name: string): name is keyof typeof OPTIONS {
  return Object.hasOwn(OPTIONS, name)
}

const FLAGS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  outDir: { type: 'string' },
  json: { type: 'boolean' },
  port: { type: 'string' },
  host: { type: 'string' },
  views: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
} as const

function parse(argv: readonly string[]) {
  const args = [...argv]
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: FLAGS,
    })
  } catch (cause) {
    // The first sentence names the option. The others are advice about parseArgs itself.
    const [text = ''] = String(Reflect.get(Object(cause), 'message')).split('. ')
    const [, written] = /^Unknown option '--?([^']+)'/.exec(text) ?? []
    const near = written === undefined ? undefined : nearestName(written, Object.keys(FLAGS))
    const hint = near === undefined ? undefined : `Did you mean --${near}?`
    throw new SsrPagesError('USAGE', text, { cause }, hint)
  }
}
