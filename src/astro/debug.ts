import { createComponent } from '../render/component.ts'
import { Markup } from '../render/markup.ts'
import { escapeHtml } from '../shared/escape.ts'
import { highlight } from './code.ts'

const STYLE =
  '.astro-debug{font-size:14px;padding:1rem 1.5rem;background:white;font-family:-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Oxygen,Ubuntu,Cantarell,"Open Sans","Helvetica Neue",sans-serif}' +
  '.astro-debug-header,.astro-debug pre.astro-code{margin:-1rem -1.5rem 1rem;padding:.25rem .75rem}' +
  '.astro-debug-header{background:#ff1639;border-radius:4px 4px 0 0}' +
  '.astro-debug-title{font-size:1em;color:white;margin:.5em 0}' +
  '.astro-debug-label{font-weight:bold;text-transform:uppercase;margin-right:.75em}' +
  '.astro-debug pre.astro-code{border:1px solid #eee;padding:1rem .75rem;border-radius:0 0 4px 4px;font-size:14px}'

/**
 * The component `<Debug {value} />`: shows a value as JSON.
 *
 * @see https://docs.astro.build/en/reference/astro-syntax/
 */
export const Debug: (props: Record<string, unknown>) => unknown = createComponent(
  async ({ nonceAttribute }, props) => {
    const [[key, value] = ['', undefined]] = Object.entries(props)
    const code = await highlight({ code: JSON.stringify(value, null, 2) ?? 'undefined' })
    const label = `<span class="astro-debug-label">Debug</span> <span class="astro-debug-name">"${escapeHtml(key)}"</span>`
    const header = `<div class="astro-debug-header"><h2 class="astro-debug-title">${label}</h2></div>`
    return new Markup(
      `<div class="astro-debug">${header}${code}</div><style${nonceAttribute}>${STYLE}</style>`,
    )
  },
  'astro/components/Debug.astro',
) as unknown as (props: Record<string, unknown>) => unknown
