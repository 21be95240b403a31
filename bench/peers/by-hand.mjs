import express from 'express'
import { byHand } from '../constructs/by-hand.mjs'
import { endHTML } from '../mount.mjs'

/** The constructs by hand. */
export default () =>
  express().get('/:construct', async (req, res) => {
    const html = byHand[req.params.construct]()
    endHTML(res, typeof html === 'string' ? html : await html)
  })
