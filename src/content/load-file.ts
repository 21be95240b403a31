import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { relativeName } from '../project/public-name.ts'
import { isObject } from '../shared/is-object.ts'
import { property } from '../shared/property.ts'
import type { FileOptions } from './loader-options.ts'
import { type EntryInput, type LoaderContext, REPORT } from './loader-types.ts'
import { parseData } from './parse-data.ts'
import { createQueue } from './in-order.ts'

/** Loads the items of a file into the store, and watches it in development. */
export async function loadFile(
  fileName: string,
  { parser }: FileOptions,
  context: LoaderContext,
): Promise<void> {
  const { store, logger, watcher, config } = context
  const root = fileURLToPath(config['root'] as URL)
  const path = resolve(root, fileName)
  const filePath = relativeName(root, path)
  const report = context[REPORT]

  async function load(): Promise<void> {
    report?.(undefined, path)
    if (!existsSync(path)) {
      const text = 'The file does not exist; a loader file() reads it'
      return fail(Object.assign(new Error(text), { file: path }))
    }
    const entries: EntryInput[] = []
    try {
      const text = await readFile(path, 'utf8')
      const data = await (parser === undefined ? parseData(path, text) : parser(text))
      const items = listItems(data, (problem) => fail(atFile(problem, path)))
      if (items.length === 0) logger.warn(`${filePath} has no items`)
      warnOfTwins(items, context, filePath)
      for (const [id, raw] of items) {
        await context
          .parseData({ id, data: raw, filePath: path })
          .then((parsed) => void entries.push({ id, data: parsed, filePath }), fail)
      }
    } catch (error) {
      return fail(error)
    }
    store.clear()
    for (const entry of entries) store.set(entry)
  }
  function fail(error: unknown): void {
    if (report === undefined) throw error
    report(error, path)
  }

  await load()
  const enqueue = createQueue()
  watcher?.add(path)
  for (const event of ['add', 'change', 'unlink']) {
    watcher?.on(event, async (changed) => {
      if (changed === path) await enqueue(path, load)
    })
  }
}

type Item = readonly [id: string, data: unknown]

function listItems(data: unknown, fail: (problem: string) => void): Item[] {
  if (Array.isArray(data)) {
    return data.flatMap((item: unknown, index): Item[] => {
      const id = property(item, 'id') ?? property(item, 'slug')
      if (id !== undefined && id !== null && id !== '') return [[String(id), item]]
      fail(`The item ${index} of the list has no \`id\` or \`slug\``)
      return []
    })
  }
  if (!isObject(data)) {
    fail(
      `The file contains neither a list nor an object (saw ${data === null ? 'null' : typeof data})`,
    )
    return []
  }
  // Editors find the schema of the file by it.
  return Object.entries(data).filter(([id, item]) => id !== '$schema' || typeof item !== 'string')
}

function warnOfTwins(items: readonly Item[], context: LoaderContext, filePath: string): void {
  const seen = new Set<string>()
  for (const [id] of items) {
    if (seen.has(id)) {
      context.logger.warn(
        `two entries of the collection '${context.collection}' have the id '${id}' in ${filePath}: the last one is used`,
      )
    }
    seen.add(id)
  }
}

function atFile(text: string, file: string): Error {
  return Object.assign(new Error(text), { file })
}
