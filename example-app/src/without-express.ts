import { type APIContext, type MiddlewareNext, defineMiddleware } from 'ssr-pages'
import { addFlash } from 'ssr-pages/forms'
import type { SignedIn } from './types.ts'

type Answer = (context: APIContext, next: MiddlewareNext) => Promise<Response>

/** The routes that app.js answers under Express. */
const ROUTES: Readonly<Record<string, Answer>> = {
  'POST /login': signIn,
  'POST /sign-up': signUp,
  'POST /logout': signOut,
  'GET /api/stock': async ({ locals }) => Response.json(await locals.shop.stock()),
}

/**
 * Replaces app.js on Netlify, where there is no Express: puts the shop and the customer into the
 * locals, and answers the shop's own routes. Pages see no difference.
 */
export const withoutExpress = defineMiddleware(async (context, next) => {
  const { locals, request, url, session } = context
  if (context.isPrerendered || locals.shop !== undefined) return next()
  const { shop, carrier } = await open()
  const userId = await session?.get('userId')
  const user = userId === undefined ? undefined : await shop.user(userId)
  Object.assign(locals, { shop, carrier, user })
  const answer = ROUTES[`${request.method} ${url.pathname}`]
  return answer === undefined ? next() : answer(context, next)
})

let opened: Promise<Pick<App.Locals, 'shop' | 'carrier'>> | undefined

// Once for each instance of the function, and never beside Express.
function open(): Promise<Pick<App.Locals, 'shop' | 'carrier'>> {
  return (opened ??= load())
}

async function load(): Promise<Pick<App.Locals, 'shop' | 'carrier'>> {
  const [{ createSeedShop }, { deliveryTimes }] = await Promise.all([
    import('../shop/seed-shop.js'),
    import('../shop/delivery-times.js'),
  ])
  const carrier = { deliveryTimes: async () => deliveryTimes() }
  return { shop: await createSeedShop(), carrier }
}

async function signIn(context: APIContext, next: MiddlewareNext): Promise<Response> {
  const accounts = await import('../shop/accounts.js')
  return begin(await accounts.signIn(context.locals.shop, context.request), context, next)
}

async function signUp(context: APIContext, next: MiddlewareNext): Promise<Response> {
  const accounts = await import('../shop/accounts.js')
  const result = await accounts.signUp(context.locals.shop, context.request)
  const response = await begin(result, context, next)
  if (result.user) addFlash(context, 'welcome', accounts.welcome(result.user))
  return response
}

async function begin(
  { user, form }: SignedIn,
  { locals, session, redirect }: APIContext,
  next: MiddlewareNext,
): Promise<Response> {
  if (user === undefined) {
    locals.form = form
    return next()
  }
  // A new session id at login makes an id that an attacker planted useless.
  await session?.regenerate()
  session?.set('userId', user.id)
  return redirect('/account', 303)
}

async function signOut({ session, redirect }: APIContext): Promise<Response> {
  session?.destroy()
  return redirect('/', 303)
}
