/** Fewer characters say too little: "Koa." */
const SHORTEST = 30

/** The heading of a Markdown text. */
export function titleOf(body: string): string {
  return toText(/^# (.+)$/m.exec(body)?.[1] ?? '')
}

/** The first sentence of a Markdown text. */
export function firstSentence(body: string): string {
  return /^.+?[.!?:](?= |$)/.exec(firstParagraph(body))?.[0].replace(/:$/, '.') ?? ''
}

/** What a search engine shows of a page: its first sentences. */
export function summaryOf(body: string): string {
  const text = firstParagraph(body)
  const end = /[.!?:](?= |$)/.exec(text.slice(SHORTEST))
  return end === null ? text : text.slice(0, SHORTEST + end.index + 1).replace(/:$/, '.')
}

function firstParagraph(body: string): string {
  const blocks = body.split(/\n{2,}/).map((block) => block.trim().replace(/^- /, ''))
  return toText((blocks.find((block) => /^[\w`*[]/.test(block)) ?? '').replaceAll(/\s+/g, ' '))
}

function toText(markdown: string): string {
  return markdown.replaceAll(/\[([^[\]]+)\]\([^()]+\)/g, '$1').replaceAll(/[`*]/g, '')
}
