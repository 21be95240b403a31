// Comments, scripts and styles are matched first, so a `<slot>` inside them is left as it is.
const SLOT =
  /<!--[\s\S]*?-->|<(?:script|style)\b[\s\S]*?<\/(?:script|style)\s*>|<slot(?<attributes>(?:\s[^>]*?)?)(?:\/>|>(?<fallback>[\s\S]*?)<\/slot\s*>)/gi

/**
 * Turns an `.html` file into a component: markup as it is, with `<slot>`s filled.
 *
 * @param source - Text of the file.
 * @returns A module whose default export takes `{ slots }` and returns the HTML.
 */
export function toHtmlModule(source: string): string {
  const parts: string[] = []
  let end = 0
  for (const match of source.matchAll(SLOT)) {
    const slot = slotExpression(match)
    if (!slot) continue
    parts.push(JSON.stringify(source.slice(end, match.index)), slot)
    end = match.index + match[0].length
  }
  parts.push(JSON.stringify(source.slice(end)))
  return [
    `export default function render({ slots = {} } = {}) {`,
    `  return ${parts.join(' + ')}`,
    `}`,
    `render['astro:html'] = true`,
    ``,
  ].join('\n')
}

function slotExpression(match: RegExpExecArray): string | undefined {
  const { attributes, fallback = '' } = match.groups ?? {}
  if (attributes === undefined) return undefined
  // `is:inline` asks for a real slot element, for the shadow DOM.
  if (/\sis:inline\b/.test(attributes)) {
    return JSON.stringify(match[0].replace(/\s+is:inline\b/, ''))
  }
  const name = /\sname\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s/>]+))/.exec(attributes)
  const key = JSON.stringify(name?.[1] ?? name?.[2] ?? name?.[3] ?? 'default')
  return `(slots[${key}] ?? ${JSON.stringify(fallback)})`
}
