import type { APIRoute } from 'ssr-pages'

export const GET: APIRoute = async ({ locals }) => Response.json(await locals.shop.products())
