import { connect } from 'node:net'

/** An answer of a server, unchanged. */
export interface Answer {
  readonly status: number
  readonly statusText: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

/** Milliseconds; nothing here should take a tenth of it, even on a busy machine. */
const PATIENCE = 8000

/**
 * Sends bytes on one connection and reads answers until there are enough, or the server closes.
 * Rejects if an answer is not complete: superfluous bytes, a short body, silence.
 */
export function exchange(port: number, bytes: string, count: number): Promise<Answer[]> {
  const methods = methodsOf(bytes)
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let received = ''
    const timer = setTimeout(() => finish('No answer'), PATIENCE)
    socket.on('data', (data) => {
      received += data.toString('latin1')
      if (parse(received, methods, false).answers.length >= count) finish()
    })
    socket.on('error', () => {})
    socket.on('close', () => finish())
    socket.write(bytes, 'latin1')

    function finish(complaint?: string): void {
      clearTimeout(timer)
      socket.destroy()
      const { answers, rest } = parse(received, methods, true)
      if (complaint === undefined && rest === '') resolve(answers)
      else
        reject(new Error(`${complaint ?? 'Bytes of no answer'} to ${bytes.slice(0, 200)}\n${rest}`))
    }
  })
}

/** All values of a header. */
export function headerOf({ headers }: Answer, name: string): string[] {
  return headers.filter(([field]) => field === name).map(([, value]) => value)
}

interface Parsed {
  readonly answers: Answer[]
  /** Bytes that are not a complete answer. */
  readonly rest: string
}

function parse(text: string, methods: readonly string[], isClosed: boolean): Parsed {
  const answers: Answer[] = []
  let rest = text
  while (rest !== '') {
    const parsed = parseOne(rest, methods[answers.length] ?? 'GET', isClosed)
    if (parsed === undefined) break
    answers.push(parsed.answer)
    rest = parsed.rest
  }
  return { answers, rest }
}

function parseOne(
  text: string,
  method: string,
  isClosed: boolean,
): { answer: Answer; rest: string } | undefined {
  const end = text.indexOf('\r\n\r\n')
  const start = /^HTTP\/1\.1 (\d{3})(?: ([^\r\n]*))?\r\n/.exec(text)
  if (start === null || end === -1) return undefined
  const lines = text.slice(start[0].length, Math.max(end, start[0].length)).split('\r\n')
  const headers = lines.filter((line) => line !== '').map(toHeader)
  const status = Number(start[1])
  const found = readBody(text.slice(end + 4), { status, method, headers, isClosed })
  if (found === undefined) return undefined
  const answer = { status, statusText: start[2] ?? '', headers, body: found.body }
  return { answer, rest: found.rest }
}

function toHeader(line: string): readonly [string, string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}

// https://www.rfc-editor.org/rfc/rfc9112#name-message-body-length
function readBody(
  text: string,
  head: {
    status: number
    method: string
    headers: readonly (readonly [string, string])[]
    isClosed: boolean
  },
): { body: string; rest: string } | undefined {
  const { status, method, isClosed } = head
  if (method === 'HEAD' || status === 204 || status === 304) return { body: '', rest: text }
  const headers = new Map(head.headers)
  if (headers.get('transfer-encoding') === 'chunked') return readChunks(text)
  const length = headers.get('content-length')
  if (length !== undefined) {
    const size = Number(length)
    return text.length < size ? undefined : { body: text.slice(0, size), rest: text.slice(size) }
  }
  return isClosed ? { body: text, rest: '' } : undefined
}

function readChunks(text: string): { body: string; rest: string } | undefined {
  let body = ''
  let rest = text
  for (;;) {
    const size = /^([\da-f]+)\r\n/i.exec(rest)
    if (size === null) return undefined
    const length = parseInt(size[1] ?? '', 16)
    const start = size[0].length
    if (rest.slice(start + length, start + length + 2) !== '\r\n') return undefined
    body += rest.slice(start, start + length)
    rest = rest.slice(start + length + 2)
    if (length === 0) return { body, rest }
  }
}

function methodsOf(bytes: string): string[] {
  return [...bytes.matchAll(/^([A-Z-]+) \S+ HTTP\/1\.1\r$/gm)].map(([, method = '']) => method)
}
