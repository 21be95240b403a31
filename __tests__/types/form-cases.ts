import type { TypeCase } from './typed-project.ts'

const SCHEMA = `interface Order { email: string; tags: string[]; address?: { street: string } }
declare const schema: Schema<Order, { email: string; total: number }>`

/** Forms in the handlers of a host. */
export const formHandlerCases: readonly TypeCase[] = [
  {
    complaint: 'a form has the data of its schema, and the names of its inputs',
    code: `import { readForm, type Schema } from 'ssr-pages/forms'
${SCHEMA}
export async function handle(request: Request): Promise<unknown> {
  const form = await readForm(schema, request)
  const email: string | undefined = form.values.email
  if (form.ok) return [form.data.total.toFixed(2), form.data.tags, email]
  const { errors } = form
  return [errors.email, errors['address.street'], errors['address[street]'], errors.name, errors['email.x']]
}`,
    errors: [
      [7, "Property 'tags' does not exist on type '{ email: string; total: number; }'."],
      [9, "Property 'name' does not exist on type"],
      [9, "Property 'email.x' does not exist on type"],
    ],
  },
  {
    complaint: 'values of names in the option lists are lists, and all others are strings',
    code: `import { readForm, type Schema } from 'ssr-pages/forms'
${SCHEMA}
export async function handle(request: Request): Promise<unknown> {
  const { values } = await readForm(schema, request, { lists: ['tags'] })
  const tags: string[] = values.tags
  const email: string[] = values.email
  return [tags, email, values.name]
}`,
    errors: [
      [7, "Type 'string | undefined' is not assignable to type 'string[]'."],
      [8, "Property 'name' does not exist on type"],
    ],
  },
  {
    complaint: 'data and errors of a form are told apart by ok',
    code: `import { readForm, withErrors, type FailedForm, type Form, type Schema } from 'ssr-pages/forms'
${SCHEMA}
export async function handle(request: Request): Promise<unknown> {
  const form: Form<typeof schema> = await readForm(schema, request)
  const failed: FailedForm<typeof schema> = withErrors(form, { email: 'Taken.', 'address.street': ['Far.'] })
  withErrors(form, { name: 'Unknown.' })
  const any: FailedForm = failed
  return [any.errors['email'], form.data]
}`,
    errors: [
      [7, "'name' does not exist in type"],
      [9, "Property 'data' does not exist on type"],
    ],
  },
  {
    complaint: 'a handler of Express has forms, messages and a token from its request',
    code: `import type { Request, Response } from 'express'
import { addFlash, csrfField, readFlash, readForm, returnPath, type Schema } from 'ssr-pages/forms'
${SCHEMA}
export async function handle(req: Request, res: Response): Promise<void> {
  const form = await readForm(schema, req)
  addFlash(req, 'success', 'Saved.')
  const [first] = await readFlash(req)
  const [other] = await readFlash<{ text: string }>({ session: {} })
  const texts: (string | undefined)[] = [first?.message, other?.message, csrfField(req).value]
  res.redirect(303, returnPath(form.values.email, '/') + texts.join(''))
}`,
    errors: [[10, "Type '{ text: string; }"]],
  },
  {
    complaint: 'a schema without types has a form of any names',
    code: `import { readForm, type Schema } from 'ssr-pages/forms'
export async function handle(schema: Schema, body: Record<string, string>): Promise<unknown> {
  const form = await readForm(schema, body)
  return [form.values.anything, form.ok || form.errors['a.b']]
}`,
  },
  {
    complaint: 'what is no schema is an error',
    code: `import { readForm } from 'ssr-pages/forms'
export const form = readForm({ email: String }, new FormData())`,
    errors: [[2, "'email' does not exist in type 'Schema"]],
  },
]

/** Forms in pages. */
export const formPageCases: readonly TypeCase[] = [
  {
    complaint: 'a page has forms, messages and a token from Astro',
    code: `---
import { addFlash, csrfField, readFlash, readForm, type FailedForm, type Schema } from 'ssr-pages/forms'
const schema: Schema<{ email: string }, { email: string }> = Astro.locals.schema
let failed: FailedForm<typeof schema> | undefined
const form = await readForm(schema, Astro.request)
if (form.ok) addFlash(Astro, 'success', form.data.name)
else failed = form
const messages = await readFlash(Astro)
---
<form>
  <input {...csrfField(Astro)} />
  <input name="email" value={failed?.values.email} aria-invalid={failed?.errors.email && 'true'} />
  {messages.map(({ type, message }) => <p class={type}>{message.text}</p>)}
</form>`,
    errors: [
      [3, "Property 'schema' does not exist on type 'Locals'."],
      [6, "Property 'name' does not exist on type '{ email: string; }'."],
      [13, "Property 'text' does not exist on type 'string'."],
    ],
  },
]
