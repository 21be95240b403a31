import express from 'express'
import { toNodeHandler } from 'srvx/node'
import { answer } from '../api.mjs'

export default () => express().use(toNodeHandler(answer))
