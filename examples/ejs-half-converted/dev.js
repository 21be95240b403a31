// A package.json script can set a variable in all kinds of shells only this way.
process.env.NODE_ENV = 'development'
require('./server.js')
