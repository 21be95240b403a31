import express from 'express'
import { handler } from '../.built/astro/server/entry.mjs'

export default () => express().use(handler)
