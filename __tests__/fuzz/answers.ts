/** One answer, read from the bytes of its connection. */
export interface Answer {
  readonly status: number
  readonly statusText: string
  /** Names are in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
  /** False if the connection ended before the body. */
  readonly isWhole: boolean
}

/**
 * Reads answers from the bytes of one connection, as strictly as HTTP/1.1 allows.
 *
 * @param received - All bytes, in Latin-1.
 * @param methods - The methods of the requests, in order: an answer to HEAD has no body.
 * @returns The answers; throws if there are bytes that belong to no answer.
 */
export function readAnswers(received: string, methods: readonly string[]): Answer[] {
  const answers: Answer[] = []
  let rest = received
  while (rest !== '') {
    const { head, after } = readHead(rest)
    if (head.status < 200) {
      rest = after
      continue
    }
    const { body, isWhole, left } = readBody(after, head, methods[answers.length])
    answers.push({ ...head, body, isWhole })
    rest = left
  }
  return answers
}

export function valuesOf({ headers }: Pick<Answer, 'headers'>, name: string): string[] {
  return headers.filter(([field]) => field === name).map(([, value]) => value)
}

type Head = Pick<Answer, 'status' | 'statusText' | 'headers'>

interface Body {
  readonly body: string
  readonly isWhole: boolean
  readonly left: string
}

function readHead(text: string): { head: Head; after: string } {
  const end = text.indexOf('\r\n\r\n')
  const [line = '', ...fields] = text.slice(0, end).split('\r\n')
  const match = /^HTTP\/1\.1 (\d{3}) ([\t\x20-\x7e\x80-\xff]*)$/.exec(line)
  if (end === -1 || match === null)
    throw new Error(`No answer: ${JSON.stringify(text.slice(0, 500))}`)
  const head = {
    status: Number(match[1]),
    statusText: match[2] ?? '',
    headers: fields.map(readField),
  }
  return { head, after: text.slice(end + 4) }
}

function readField(line: string): readonly [name: string, value: string] {
  const match = /^([!#$%&'*+.^_`|~\w-]+): ?([\t\x20-\x7e\x80-\xff]*)$/.exec(line)
  if (match === null) throw new Error(`No header: ${JSON.stringify(line)}`)
  return [(match[1] ?? '').toLowerCase(), match[2] ?? '']
}

function readBody(text: string, head: Head, method: string | undefined): Body {
  const [length, ...more] = valuesOf(head, 'content-length')
  const codings = valuesOf(head, 'transfer-encoding')
  if (more.length > 0 || (length !== undefined && codings.length > 0)) {
    throw new Error(`Which length? ${JSON.stringify(head.headers)}`)
  }
  if (method === 'HEAD' || head.status === 204 || head.status === 304) {
    return { body: '', isWhole: true, left: text }
  }
  if (codings.length > 0) return readChunked(text)
  // Without a length, an answer ends with its connection: whether it is complete cannot be known.
  if (length === undefined) throw new Error(`No length: ${JSON.stringify(head.headers)}`)
  const size = Number(length)
  return { body: text.slice(0, size), isWhole: text.length >= size, left: text.slice(size) }
}

function readChunked(text: string): Body {
  let body = ''
  let rest = text
  for (;;) {
    const match = /^([\da-f]+)\r\n/.exec(rest)
    if (match === null) {
      if (/^(?:[\da-f]+\r?)?$/.test(rest)) return { body, isWhole: false, left: '' }
      throw new Error(`No chunk: ${JSON.stringify(rest.slice(0, 500))}`)
    }
    const start = match[0].length
    const end = start + Number.parseInt(match[1] ?? '', 16)
    if (rest.length < end + 2)
      return { body: body + rest.slice(start, end), isWhole: false, left: '' }
    if (rest.slice(end, end + 2) !== '\r\n')
      throw new Error('A chunk has another length than it says.')
    body += rest.slice(start, end)
    rest = rest.slice(end + 2)
    if (end === start) return { body, isWhole: true, left: rest }
  }
}
