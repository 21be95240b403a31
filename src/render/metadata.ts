/** What the compiler notes of a module when it is not told how to resolve paths. */
export interface ComponentMetadata {
  readonly file: string
  readonly parts: Readonly<Record<string, unknown>>
  resolvePath(specifier: string): string
}

/**
 * Keeps a module's notes about its own imports. Our build resolves paths itself and never emits it;
 * modules that other builds compiled may.
 *
 * @param file - The module's source file.
 * @param parts - What the compiler noted.
 * @returns The notes, with relative specifiers resolved against the file.
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
