/** What a compiled entry says in place of the address of an image, which only the bundler knows. */
const MARK = /__SSR_PAGES_IMAGE_([\da-f]+)__/g

/** Writes the mark of an image. */
export function toAssetMark(file: string): string {
  const bytes = new TextEncoder().encode(file)
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'))
  return `__SSR_PAGES_IMAGE_${hex.join('')}__`
}

/**
 * Replaces the marks in JavaScript, where they are inside of strings in double quotes.
 *
 * @returns The code, which imports the images.
 */
export function importMarkedImages(code: string): string {
  const names = new Map<string, string>()
  const replaced = code.replace(MARK, (_, hex: string) => {
    const name = names.get(hex) ?? `ssrPagesImage${names.size}`
    names.set(hex, name)
    return `" + ${name}.src + "`
  })
  const imports = [...names].map(([hex, name]) => {
    return `import ${name} from ${JSON.stringify(toFile(hex))}\n`
  })
  return imports.join('') + replaced
}

function toFile(hex: string): string {
  const bytes = (hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))
  return new TextDecoder().decode(new Uint8Array(bytes))
}
