import { isThenable } from '../render/renderable.ts'
import { isSsrPagesError, SsrPagesError } from '../shared/errors.ts'
import { IMAGE_PLACE } from '../shared/image-names.ts'
import type { Awaitable, ImageProps } from './types.ts'

const ERROR = /^SSR_PAGES_(IMAGE_\w+)$/
const PLACE = /^(.+):(\d+):(\d+)$/

/**
 * Runs what prints an image. Its error names the place of the tag.
 *
 * @param props - The attributes of the tag.
 */
export function placed<Value>(props: ImageProps, run: () => Awaitable<Value>): Awaitable<Value> {
  try {
    const value = run()
    if (!isThenable(value)) return value
    return Promise.resolve(value).catch((error: unknown) => {
      throw withPlace(error, props[IMAGE_PLACE])
    })
  } catch (error) {
    throw withPlace(error, props[IMAGE_PLACE])
  }
}

function withPlace(error: unknown, place: unknown): unknown {
  const [, file, line, column] = PLACE.exec(String(place)) ?? []
  const isOurs = isSsrPagesError(error) && ERROR.test(error.code)
  if (file === undefined || !isOurs || error.details['file'] !== undefined) return error
  const { message, hint, code, details } = error
  const what = `${file}:${line}:${column}: ${message.slice(0, message.lastIndexOf('\n'))}`
  const facts = { ...details, file, line: Number(line), column: Number(column) }
  const name = code.slice('SSR_PAGES_'.length) as ConstructorParameters<typeof SsrPagesError>[0]
  return new SsrPagesError(name, what, facts, hint)
}
