import { parseArgs } from 'node:util'
import { SsrPagesError } from '../errors.ts'

/** What the user asked for. */
export type Command =
  | { readonly name: 'help' | 'version' }
  | { readonly name: 'build'; readonly root?: string; readonly outDir?: string }

/**
 * Reads the command line.
 *
 * @param argv - Arguments after the name of the program.
 * @returns The command.
 * @throws {SsrPagesError} USAGE
 */
export function parseCommandLine(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv)
  const [name, root, ...more] = positionals
  if (values.help || argv.length === 0) return { name: 'help' }
  if (values.version) return { name: 'version' }
  if (name === undefined) throw new SsrPagesError('USAGE', 'There is no command')
  if (name !== 'build') throw new SsrPagesError('USAGE', `There is no command '${name}'`, { name })
  if (more.length > 0)
    throw new SsrPagesError('USAGE', `One folder at most (saw '${more[0]}', too)`)
  return {
    name,
    ...(root !== undefined && { root }),
    ...(values.outDir !== undefined && { outDir: values.outDir }),
  }
}

function parse(argv: readonly string[]) {
  const args = [...argv]
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
        outDir: { type: 'string' },
      },
    })
  } catch (cause) {
    // The first sentence names the option; the others are advice on parseArgs itself.
    const [text = ''] = String(Reflect.get(Object(cause), 'message')).split('. ')
    throw new SsrPagesError('USAGE', text, { cause })
  }
}
