import { createServerAdapter } from '@whatwg-node/server'
import express from 'express'
import { answer } from '../api.mjs'

export default () => express().use(createServerAdapter(answer))
