/** The forms that an error can be answered in. */
export type ErrorForm = 'html' | 'json' | 'text'

/** In the order in which they are chosen when a client likes several equally. */
const FORMS: readonly (readonly [form: ErrorForm, isOfForm: (type: string) => boolean])[] = [
  ['html', (type) => type === 'text/html' || type === 'application/xhtml+xml'],
  ['json', (type) => /^application\/(?:[^/]+\+)?json$/.test(type)],
  ['text', (type) => type === 'text/plain'],
]

/** The ranges that include a form without naming it. */
const RANGES: Readonly<Record<ErrorForm, string>> = {
  html: 'text/*',
  json: 'application/*',
  text: 'text/*',
}

/** A member of the `Accept` header. */
interface Accepted {
  readonly type: string
  /** From 0, never, to 1. */
  readonly quality: number
}

/**
 * Chooses the form of an answer that a client likes best.
 *
 * @param accept - The `Accept` header; a client without it takes anything.
 * @param sendsJson - Whether the request has JSON as its body: such a client gets JSON if it likes
 *   that as much as HTML.
 * @returns The form; `text` if the client wants none of them.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
 */
export function preferredForm(accept: string | undefined, sendsJson: boolean): ErrorForm {
  const accepted = parseAccept(accept?.trim() || '*/*')
  const qualities = FORMS.map(([form, isOfForm]) => qualityOf(accepted, form, isOfForm))
  const best = Math.max(...qualities)
  if (best === 0) return 'text'
  const liked = FORMS.flatMap(([form], index) => (qualities[index] === best ? [form] : []))
  return sendsJson && liked.includes('json') ? 'json' : (liked[0] ?? 'text')
}

// The most specific member decides, even if it says never.
function qualityOf(
  accepted: readonly Accepted[],
  form: ErrorForm,
  isOfForm: (type: string) => boolean,
): number {
  const named = accepted.filter(({ type }) => isOfForm(type))
  if (named.length > 0) return Math.max(...named.map(({ quality }) => quality))
  const range = accepted.find(({ type }) => type === RANGES[form])
  return (range ?? accepted.find(({ type }) => type === '*/*'))?.quality ?? 0
}

function parseAccept(accept: string): readonly Accepted[] {
  return accept.split(',').map((member) => {
    const [type = '', ...params] = member.split(';').map((part) => part.trim().toLowerCase())
    const weight = params.find((param) => /^q\s*=/.test(param))
    return { type, quality: weight === undefined ? 1 : parseQuality(weight) }
  })
}

function parseQuality(weight: string): number {
  const quality = Number(weight.slice(weight.indexOf('=') + 1))
  return quality >= 0 && quality <= 1 ? quality : 0
}
