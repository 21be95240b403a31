/** What the compiler records about a module if it is not told how to resolve paths. */
export interface ComponentMetadata {
  readonly file: string
  readonly parts: Readonly<Record<string, unknown>>
  resolvePath(specifier: string): string
}

/**
 * Keeps what a module recorded about its own imports. Our build resolves paths itself and never
 * emits this call; modules that were compiled by other tools may contain it.
 *
 * @param file - The module's source file.
 * @param parts - What the compiler recorded.
 * @returns The record, which resolves relative specifiers against the file.
 */
export function createMetadata(
  file: string,
  parts: Readonly<Record<string, unknown>>,
): ComponentMetadata {
  return {
    file,
    parts,
    resolvePath: (specifier) =>
      specifier.startsWith('.') ? new URL(specifier, `file://${file}`).pathname : specifier,
  }
}
