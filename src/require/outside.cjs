'use strict'
const { runInThisContext } = require('node:vm')

/** Node's own objects, also inside a sandbox such as Jest's, which has a module loader and promises of its own. */
const outside = runInThisContext('({ process, Promise })')
const { createRequire } = outside.process.getBuiltinModule('node:module')

/** Node's own `require()`: that of Jest cannot load ES modules, and Vite cannot run in its sandbox. */
exports.requireOutside = createRequire(__filename)

/**
 * Makes a function, and all functions that it returns or has as properties, return promises of this sandbox. To
 * Express and its router, those of another one are no promises.
 *
 * @template {Function} F
 * @param {F} made - A function from outside of the sandbox.
 * @returns {F} The same function where there is no sandbox.
 */
exports.adopt = (made) => (Promise === outside.Promise ? made : adopt(made))

/** Each function and its stand-in, so that a property is equal to itself. */
const adopted = new WeakMap()

function adopt(made) {
  if (!adopted.has(made)) adopted.set(made, new Proxy(made, HANDLER))
  return adopted.get(made)
}

const HANDLER = {
  apply: (made, self, args) => toOwn(Reflect.apply(made, self, args)),
  get: (made, name, self) => toOwn(Reflect.get(made, name, self)),
}

function toOwn(value) {
  if (typeof value === 'function') return adopt(value)
  return value instanceof outside.Promise ? Promise.resolve(value) : value
}
