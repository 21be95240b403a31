export { Fragment } from '../render/component.ts'
export { AstroJSX, isVNode, jsx, jsx as jsxDEV, jsx as jsxs } from './jsx-node.ts'
