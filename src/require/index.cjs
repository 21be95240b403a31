'use strict'
const { adopt, requireOutside } = require('./outside.cjs')

// The same module as `import` returns; bundlers use the condition `module`.
const entry = requireOutside('./index.js')
module.exports = { ...entry, ssrPages: adopt(entry.ssrPages) }
