import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installCommands } from '../project/install-command.ts'
import { type Framework, FRAMEWORKS } from './frameworks.ts'
import { type Import, importErrorOf } from './import-error.ts'

/** A component whose framework the site has no renderer for. */
export interface HomelessComponent {
  /** Path of its file, without a query. */
  readonly component: string
  /** Absolute path of the project. */
  readonly root: string
  /** The framework that `client:only` names. (default: by the extension and package.json) */
  readonly hint?: string | undefined
}

/**
 * Creates the error for a component whose framework the site has no renderer for. It names the
 * packages to install, and the lines of the configuration.
 *
 * @param found - The import of the component, or its tag.
 */
export function missingRenderer(
  found: Import,
  { component, root, hint }: HomelessComponent,
): Error {
  const { name, call, renderer, packages } = frameworkOf(component, root, hint)
  const advice = `Run \`${installCommands(root).add} ${packages}\`, and write into the configuration: \`import ${call} from '${renderer}'\` and \`integrations: [${call}()]\`.`
  const text = `this is a component of ${name}, and no integration of the site renders it`
  return importErrorOf('RENDERER_MISSING', root, found, { text, hint: advice })
}

function frameworkOf(component: string, root: string, hint?: string): Framework {
  const likely = FRAMEWORKS.filter(({ files }) => files.test(component))
  const asked = FRAMEWORKS.find((one) => one.hint === (hint === 'solid' ? 'solid-js' : hint))
  const installed = dependenciesOf(root)
  const candidates = likely.length > 0 ? likely : FRAMEWORKS
  const found = asked ?? candidates.find(({ imports }) => imports.some((one) => installed.has(one)))
  const [first] = candidates
  if (first === undefined) throw new TypeError('No framework is known')
  return found ?? first
}

function dependenciesOf(root: string): ReadonlySet<string> {
  try {
    const json: Readonly<Record<string, object | undefined>> = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    )
    return new Set(Object.keys({ ...json['devDependencies'], ...json['dependencies'] }))
  } catch {
    return new Set()
  }
}
