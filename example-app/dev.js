// A script of package.json can set a variable for all kinds of shells only this way.
process.env.NODE_ENV = 'development'
await import('./server.js')
