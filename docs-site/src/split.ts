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

/** The errors: one entry for each code, with the heading that it is under. */
export function splitErrors(text: string): Part[] {
  const [, ...groups] = text.split(/^## /m)
  return groups.flatMap((group) => {
    const [title = '', ...sections] = group.split(/^### /m)
    return sections.map((section) => {
      const [id = ''] = section.split('\n', 1)
      const data = { group: title.split('\n', 1)[0] }
      return { id, body: section.slice(id.length).trim(), data }
    })
  })
}
