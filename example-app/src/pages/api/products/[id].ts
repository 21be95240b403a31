interface Context {
  id: string
  locals: App.Locals
}

export async function get({ id, locals }: Context): Promise<Response> {
  const product = await locals.shop.product(id)
  if (!product) return Response.json({ error: 'No such product' }, { status: 404 })
  return Response.json(product)
}
