/**
 * Writes JavaScript so that it can stand in a `<script>` element, whose end HTML finds without knowing
 * the language. The escape means the same in strings, regular expressions and names of JavaScript. A
 * comment `<!--` that is not followed by `<script` ends where the element ends, so it stays.
 *
 * @see https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
 */
export function toInlineCode(code: string): string {
  return code.replaceAll(/(<\/?)(s)(?=cript)/gi, (_all, start: string, letter: string) => {
    return `${start}\\u00${letter === 's' ? '73' : '53'}`
  })
}
