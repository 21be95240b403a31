export { Fragment } from '../render/fragment.ts'
export { AstroJSX, isVNode } from '../render/jsx/node.ts'
export { jsx, jsx as jsxDEV, jsx as jsxs } from '../render/jsx/create-jsx.ts'
