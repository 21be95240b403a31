import { getRequestListener } from '@hono/node-server'
import express from 'express'
import { answer } from '../api.mjs'

/** `hono-bridge-globals` uses its default, which replaces the global `Request` and `Response`. */
export default (name) => {
  const overrideGlobalObjects = name === 'hono-bridge-globals'
  return express().use(getRequestListener(answer, { overrideGlobalObjects }))
}
