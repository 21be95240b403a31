import { readFile } from 'node:fs/promises'

export const GET = async () => new Response(await readFile('data/greeting.json'))
