import { type APIContext, type MiddlewareNext, defineMiddleware } from 'ssr-pages'

type Answer = (context: APIContext, next: MiddlewareNext) => Promise<Response>

/** The routes that app.js answers under Express. */
const ROUTES: Readonly<Record<string, Answer>> = {
  'POST /login': signIn,
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

async function signIn(
  { request, locals, session, redirect }: APIContext,
  next: MiddlewareNext,
): Promise<Response> {
  const form = await request.formData()
  const email = String(form.get('email') ?? '')
  const user = await locals.shop.signIn(email, String(form.get('password')))
  if (user === undefined) {
    locals.failedEmail = email
    return next()
  }
  // A new session id at login makes an id that an attacker planted useless.
  await session?.regenerate()
  session?.set('userId', user.id)
  return redirect('/account')
}

async function signOut({ session, redirect }: APIContext): Promise<Response> {
  session?.destroy()
  return redirect('/')
}
