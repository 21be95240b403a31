export async function GET({ locals }: { locals: App.Locals }): Promise<Response> {
  return Response.json(await locals.shop.products())
}
