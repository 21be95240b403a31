export function GET({ params }) {
  return Response.json({ id: Number(params.id), name: 'Ada' })
}
