export { default as Hello } from './Hello.vue'
export { default as Spiral } from './Spiral.vue'
export { default as Table } from './Table.vue'
export { default as Products } from './Products.vue'
