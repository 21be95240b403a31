export { default as Hello } from './hello.marko'
export { default as Spiral } from './spiral.marko'
export { default as Table } from './table.marko'
export { default as Products } from './products.marko'
