import { SsrPagesError } from '../shared/errors.ts'

/**
 * Creates a function of `astro:content` for the configuration, where it cannot be called: loaders
 * have not finished.
 */
export function notLoaded(name: string): () => never {
  return function notLoadedYet() {
    throw new SsrPagesError(
      'CONTENT_CONFIG_INVALID',
      `${name}() was called while collections are being loaded`,
      { name },
      'Call it in a page, or read in the loader what it needs.',
    )
  }
}

/**
 * Creates what stands for a part of Zod in a project without Zod.
 *
 * @param install - The command that installs it.
 */
export function needsZod(name: string, install: string): object {
  const refuse = (): never => {
    throw new SsrPagesError(
      'CONTENT_CONFIG_INVALID',
      `${name} needs Zod, which does not come with this package`,
      { name },
      `Run \`${install}\`.`,
    )
  }
  return new Proxy(refuse, { get: refuse })
}
