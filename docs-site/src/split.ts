import type { Part } from './parts-loader.ts'

/** The whole file as one entry. */
export function whole(text: string, file: string): Part[] {
  return [{ id: file, body: text }]
}

/** The README: what the package is, and how to start, without its list of the docs. */
export function splitReadme(text: string): Part[] {
  const start = text.indexOf('\n## ')
  return [
    { id: 'intro', body: text.slice(0, start).replace(/^# .+\n/, '') },
    { id: 'start', body: text.slice(start).split('\nMore: ')[0] ?? '' },
  ]
}

/** The errors: one entry for each code, with the heading that it is under, and its place in the file. */
export function splitErrors(text: string): Part[] {
  const [, ...groups] = text.split(/^## /m)
  const parts = groups.flatMap((part) => {
    const [title = '', ...sections] = part.split(/^### /m)
    return sections.map((section) => {
      const [id = ''] = section.split('\n', 1)
      return { id, body: section.slice(id.length).trim(), group: title.split('\n', 1)[0] }
    })
  })
  return parts.map(({ id, body, group }, place) => ({ id, body, data: { group, place } }))
}
