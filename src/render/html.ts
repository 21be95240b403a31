import { Template } from './template.ts'

/**
 * Creates a template without an `.astro` file. Values are escaped as in an `.astro` file; a value
 * may also be another template, a list or a promise.
 *
 *     export default (Astro) => html`<h1>Hello ${Astro.params.name}</h1>`
 *
 * Values belong between tags or inside quoted attributes. They are not safe in an unquoted
 * attribute, in the name of a tag or an attribute, or inside `<script>` and `<style>`.
 *
 * @param strings - The literal's markup.
 * @param values - The literal's values.
 * @returns A template, to return from a page or to use as a value of another template.
 */
export function html(strings: TemplateStringsArray, ...values: unknown[]): Template {
  return new Template(strings, values)
}
