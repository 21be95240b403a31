#!/usr/bin/env node
import { main } from '../dist/cli.js'

const code = await main(process.argv.slice(2))
// Prerendered pages may leave handles open, such as a database connection. They must not keep the
// build from ending.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)))
