/** Tells whether a response is a page that can be shown in place of this one. */
export function isHtml({ headers }: Response): boolean {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  return type === 'text/html' && !isAttachment(headers)
}

/**
 * Shows the file that answers a form, or saves it if it is an attachment. What may contain scripts is
 * shown as text: the policy of its own response does not apply here.
 */
export function showFile(response: Response, file: Blob): void {
  const isActive = /^$|html|xml/i.test(file.type)
  const shown = isActive ? new Blob([file], { type: 'text/plain;charset=utf-8' }) : file
  const url = URL.createObjectURL(shown)
  if (!isAttachment(response.headers)) return location.assign(url)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName(response)
  link.click()
}

function isAttachment(headers: Headers): boolean {
  return /^\s*attachment\b/i.test(headers.get('content-disposition') ?? '')
}

function fileName({ headers, url }: Response): string {
  const text = headers.get('content-disposition') ?? ''
  const [, encoded] = /filename\*=utf-8''([^;\s]+)/i.exec(text) ?? []
  const [, quoted, plain] = /filename="([^"]*)"|filename=([^;\s]+)/i.exec(text) ?? []
  try {
    if (encoded) return decodeURIComponent(encoded)
  } catch {
    // The other name is used.
  }
  return quoted ?? plain ?? new URL(url).pathname.split('/').at(-1) ?? ''
}
