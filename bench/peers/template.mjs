import { endHTML, expressOf } from '../mount.mjs'
import { template } from '../template.mjs'

export default () => expressOf(template, endHTML)
