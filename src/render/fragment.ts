/** The component that prints only its children. */
export const Fragment: unique symbol = Symbol.for('astro:fragment')
