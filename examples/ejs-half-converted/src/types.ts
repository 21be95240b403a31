export type { Member, Tool } from '../lib/library.js'
