import express from 'express'

const { BENCH_ASTRO = 'astro' } = process.env
const { handler } = await import(`../.built/${BENCH_ASTRO}/server/entry.mjs`)

export default () => express().use(handler)
