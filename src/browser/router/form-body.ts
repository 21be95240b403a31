/**
 * Returns the body of a form as the form says that it is encoded.
 *
 * @param source - The form, or its button. (default: `multipart/form-data`)
 */
export function toBody(
  formData: FormData,
  source: Element | undefined,
): FormData | URLSearchParams {
  const form = source && formOf(source)
  if (form === undefined) return formData
  const isMultipart = readOption(form, source, 'enctype') === 'multipart/form-data'
  return isMultipart ? formData : toParams(formData)
}

/** Returns the fields of a form as they are in a URL: of a file its name, lines end with CRLF. */
export function toParams(formData: FormData): URLSearchParams {
  const fields = [...formData].map(([name, value]) =>
    [name, typeof value === 'string' ? value : value.name].map((text) =>
      text.replaceAll(/\r\n?|\n/g, '\r\n'),
    ),
  )
  return new URLSearchParams(fields)
}

/** Finds the form of an element: itself, that of a button, or one around it. */
function formOf(element: Element): HTMLFormElement | undefined {
  if (element instanceof HTMLFormElement) return element
  const owner: unknown = Reflect.get(element, 'form')
  return owner instanceof HTMLFormElement ? owner : (element.closest('form') ?? undefined)
}

/**
 * Reads how a form is sent; its button may say so, too. A field may have the name of a property of
 * forms: `form.action` is an input then.
 *
 * @param submitter - The button. (default: none)
 */
export function readOption(
  form: HTMLFormElement,
  submitter: Element | null | undefined,
  name: 'action' | 'method' | 'enctype' | 'target',
): string {
  if (submitter?.hasAttribute(`form${name}`)) {
    const prototype = submitter instanceof HTMLInputElement ? HTMLInputElement : HTMLButtonElement
    const property = `form${name[0]?.toUpperCase()}${name.slice(1)}`
    return String(Reflect.get(prototype.prototype, property, submitter))
  }
  return String(Reflect.get(HTMLFormElement.prototype, name, form))
}
