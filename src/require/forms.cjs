'use strict'
const { adopt, requireOutside } = require('./outside.cjs')

const entry = requireOutside('./forms.js')
module.exports = {
  ...entry,
  readFlash: adopt(entry.readFlash),
  readForm: adopt(entry.readForm),
}
