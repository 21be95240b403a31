declare namespace App {
  interface Locals {
    member?: import('./types.ts').Member | undefined
    messages?: () => string[]
  }
}
