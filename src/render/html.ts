import { Template } from './template.ts'

/**
 * Makes a template by hand: every value is escaped like in an `.astro` file, and may be another
 * template, a list, or a promise.
 *
 *     export default (Astro) => html`<h1>Hello ${Astro.params.name}</h1>`
 *
 * Values belong between tags or inside quoted attributes; an unquoted attribute, a tag's or an
 * attribute's name and the inside of `<script>` and `<style>` are no places for a value.
 *
 * @param strings - The literal's markup.
 * @param values - The literal's values.
 * @returns A template to be returned from a page or put into another template.
 */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Template {
  return new Template(strings, values)
}
