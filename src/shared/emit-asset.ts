/**
 * Adds a file to the files for browsers. Images need it not: the bundler finds them in the compiled module.
 *
 * @param context - The context of a plugin.
 * @param options - The file.
 * @returns The bundler's name for the file.
 */
export function emitClientAsset(
  context: { emitFile(options: object): string },
  options: object,
): string {
  return context.emitFile(options)
}
