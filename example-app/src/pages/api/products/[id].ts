import type { APIContext, Params } from 'ssr-pages'

type Context = APIContext & Params<'/api/products/[id]'>

export async function get({ id, locals }: Context): Promise<Response> {
  const product = await locals.shop.product(id)
  if (!product) return Response.json({ error: 'No such product' }, { status: 404 })
  return Response.json(product)
}
