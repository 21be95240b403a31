import { readForm, withErrors } from 'ssr-pages/forms'
import { z } from 'zod'

const email = z.string().trim().toLowerCase()

const login = z.object({ email, password: z.string() })

const account = z.object({
  name: z.string().trim().min(1, 'What may we call you?').max(80, 'Please shorten your name.'),
  email: email.pipe(z.email('This is not an e-mail address.')),
  password: z
    .string()
    .min(8, 'Take at least 8 characters.')
    .max(200, 'Take at most 200 characters.'),
})

/**
 * Reads the form of the page login.astro.
 *
 * @param {import('../src/types.ts').Shop} shop
 * @param {import('ssr-pages/forms').FormSource} source - The request.
 * @returns {Promise<import('../src/types.ts').SignedIn>} The customer; none if the form failed.
 */
export async function signIn(shop, source) {
  const form = await readForm(login, source)
  const user = form.ok ? await shop.signIn(form.data.email, form.data.password) : undefined
  // Whether the address or the password is wrong is nobody's business.
  const mistake = 'Check the e-mail address and the password, and try again.'
  return user ? { user } : { form: withErrors(form, mistake) }
}

/**
 * The message after a sign-up.
 *
 * @param {import('../src/types.ts').User} user
 */
export function welcome({ name }) {
  return `Welcome, ${name}. Your account is ready.`
}

/**
 * Reads the form of the page sign-up.astro, and opens an account.
 *
 * @param {import('../src/types.ts').Shop} shop
 * @param {import('ssr-pages/forms').FormSource} source - The request.
 * @returns {Promise<import('../src/types.ts').SignedIn>} The customer; none if the form failed.
 */
export async function signUp(shop, source) {
  const form = await readForm(account, source)
  if (!form.ok) return { form }
  const { email: address, password } = form.data
  // A button that is pressed twice sends the form twice: the second time, it is a login.
  const user = (await shop.signUp(form.data)) ?? (await shop.signIn(address, password))
  return user
    ? { user }
    : { form: withErrors(form, { email: 'There is an account with this address.' }) }
}
