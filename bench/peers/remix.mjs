import { createRequestListener } from '@remix-run/node-fetch-server'
import express from 'express'
import { answer } from '../api.mjs'

export default () => express().use(createRequestListener(answer))
