/** The root element of a drawing, and what it contains. */
export interface SvgSource {
  readonly attributes: Readonly<Record<string, string>>
  /** Markup between the tags of the root element, as the file has it. */
  readonly body: string
}

/** What may stand in front of the root element. */
const PROLOG =
  /\s+|<\?[^]*?\?>|<!--[^]*?-->|<!DOCTYPE(?:[^[\]"'>]|"[^"]*"|'[^']*'|\[(?:[^\]"']|"[^"]*"|'[^']*')*\])*>/iy
const ROOT = /<svg((?:\s+[^\s=<>/"']+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/y
const ATTRIBUTE = /\s+([^\s=<>/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gy
const ENTITY = /<!ENTITY\s+([\w.-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>/g
const END = /<\/svg\s*>/g

/**
 * Reads an SVG file for printing it inside of a page.
 *
 * @returns `undefined` if the text does not begin with an `<svg>` element, or does not end with it.
 */
export function readSvg(text: string): SvgSource | undefined {
  const start = skipProlog(text)
  ROOT.lastIndex = start
  const root = ROOT.exec(text)
  if (root === null) return undefined
  const [tag, written = '', slash] = root
  const entities = readEntities(text.slice(0, start))
  const attributes = Object.fromEntries(
    [...written.matchAll(ATTRIBUTE)].map(([, name = '', double, single]) => [
      name,
      decode(double ?? single ?? '', entities),
    ]),
  )
  if (slash === '/') return { attributes, body: '' }
  const [end] = [...text.slice(start + tag.length).matchAll(END)].slice(-1)
  if (end === undefined) return undefined
  const body = text.slice(start + tag.length, start + tag.length + end.index)
  return { attributes, body: expand(body, entities) }
}

function skipProlog(text: string): number {
  PROLOG.lastIndex = 0
  let end = 0
  while (PROLOG.test(text)) end = PROLOG.lastIndex
  return end
}

// Drawing programs declare short names for the addresses of namespaces.
function readEntities(prolog: string): ReadonlyMap<string, string> {
  return new Map(
    [...prolog.matchAll(ENTITY)].map(([, name = '', double, single]) => [
      name,
      double ?? single ?? '',
    ]),
  )
}

// Once: an entity that contains others is left as it is.
function expand(text: string, entities: ReadonlyMap<string, string>): string {
  if (entities.size === 0) return text
  return text.replaceAll(/&([\w.-]+);/g, (reference, name: string) => {
    return entities.get(name) ?? reference
  })
}

const CHARACTERS: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

// The values are escaped again when they are printed.
function decode(text: string, entities: ReadonlyMap<string, string>): string {
  return expand(text, entities).replaceAll(/&(#x?)?(\w+);/gi, (reference, number, name: string) => {
    if (number === undefined) return CHARACTERS[name] ?? reference
    const code = Number.parseInt(name, number === '#' ? 10 : 16)
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : reference
  })
}
