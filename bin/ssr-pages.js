#!/usr/bin/env node
import { main } from '../dist/cli.js'

const code = await main(process.argv.slice(2))
// What a prerendered page holds open, such as a database, must not keep the build from ending.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)))
