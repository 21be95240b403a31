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

/** How much a client likes a form. */
interface Liking {
  readonly form: ErrorForm
  readonly quality: number
  /** How exactly the client names the form: 2 for its type, 1 for `text/*`, 0 for anything. */
  readonly exactness: number
  /** Where in the header the client names it. */
  readonly position: number
}

/**
 * Chooses the form of an answer that a client likes best. Between forms of the same quality, that
 * which the client names more exactly wins, and then that which it names first, as in Express.
 *
 * @param accept - The `Accept` header; a client without it takes anything.
 * @param sendsJson - Whether the request has JSON as its body: such a client gets JSON unless it
 *   likes another form better.
 * @returns The form; `text` if the client wants none of them.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
 */
export function preferredForm(accept: string | undefined, sendsJson: boolean): ErrorForm {
  const accepted = parseAccept(accept?.trim() || '*/*')
  const likings = FORMS.map(([form, isOfForm]) => likingOf(accepted, form, isOfForm))
  const [best, ...others] = likings.toSorted(compare)
  if (best === undefined || best.quality === 0) return 'text'
  const isAsGood = others.some((one) => one.form === 'json' && compare(one, best) === 0)
  return sendsJson && isAsGood ? 'json' : best.form
}

function compare(a: Liking, b: Liking): number {
  return b.quality - a.quality || b.exactness - a.exactness || a.position - b.position
}

// The most exact member decides, even if it says never.
function likingOf(
  accepted: readonly Accepted[],
  form: ErrorForm,
  isOfForm: (type: string) => boolean,
): Liking {
  const tests = [
    isOfForm,
    (type: string) => type === RANGES[form],
    (type: string) => type === '*/*',
  ]
  for (const [index, isMeant] of tests.entries()) {
    const position = accepted.findIndex(({ type }) => isMeant(type))
    const { quality } = accepted[position] ?? {}
    if (quality !== undefined) return { form, quality, exactness: 2 - index, position }
  }
  return { form, quality: 0, exactness: 0, position: 0 }
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
