import { Context } from '../context/context.ts'
import { type ResponseHead, createResponseHead } from '../context/page-response.ts'
import type { Visit } from '../context/visit.ts'
import { escapeAttribute } from '../shared/escape.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { nonceAttribute } from './nonce.ts'
import { PageState } from './page-state.ts'

/** A slot as the parent passes it; called each time the slot is printed. */
export type SlotFunction = (result: PageRender) => unknown

/** Slots by name; the unnamed slot is `default`. */
export type SlotMap = Readonly<Record<string, SlotFunction>>

/** The object that renderers of other frameworks see as `this.result`: one for each page. */
export interface IslandResult {
  readonly request: Request
  /** The result of a form action, which does not exist here. */
  readonly actionResult: undefined
  /** Aborts when the page is no longer wanted. */
  readonly signal: AbortSignal
}

/** Marks head content that was added after the head: a field would cost every page. */
const LATE = '\0'

/**
 * One rendering of one page: the `$$result` of compiled code, which is passed to every component.
 */
export abstract class PageRender {
  /** Its route gains the scripts of content that the page renders. */
  visit: Visit
  /** The request as the `Astro` of every component shows it. */
  readonly context: Context
  /** Status and headers that the page sets. */
  readonly response: ResponseHead
  /** Whether the page is still wanted. */
  readonly state: PageState = new PageState()
  /** True if a component of the page has a `<head>`, for which styles can wait. */
  readonly hasHead: boolean
  /** The nonce of the page's content security policy, as compiled code prints it. */
  readonly nonce: unknown
  /** The printed `nonce` attribute of scripts and styles, or `''`. */
  readonly nonceAttribute: string
  /** The number of `<template>` elements that are open. */
  templateDepth = 0
  /** The number of transition scopes so far. */
  transitionCount = 0
  /**
   * What renderers of other frameworks see of the page, from the first of their components on. Not in a
   * `WeakMap`: the collector keeps its values until they are old, and this one leads to the request.
   */
  islandResult: IslandResult | undefined

  #printedScripts: Set<string> | undefined
  /** `undefined` once it has been printed. */
  #head: string | undefined

  /**
   * @param visit - The request and its route.
   * @param head - The markup for the page's head.
   * @param nonce - The nonce of the page's policy.
   */
  constructor(visit: Visit, head: string, nonce: unknown) {
    const { assets } = visit.route
    this.visit = visit
    this.response = createResponseHead(visit)
    this.context = new Context(visit, this.response)
    this.hasHead = assets.hasHead
    this.#head = head
    this.nonce = nonce
    this.nonceAttribute = nonceAttribute(nonce)
  }

  /** What components of packages write for Astro's own engine; nothing here reads it. */
  get _metadata(): { readonly propagators: { add(one: unknown): void } } {
    return { propagators: { add() {} } }
  }

  /** True for a part of a page, which is shown in a page with a policy of its own. */
  get isPartial(): boolean {
    return false
  }

  /**
   * Creates the `Astro` object of one component.
   *
   * @param props - The parent's attributes; the component receives the same object.
   * @param slots - The parent's slots.
   * @param keepsRequest - True if the component keeps `Astro.request` to itself. (default: `false`)
   */
  abstract createAstro(
    props: Record<string, unknown>,
    slots?: SlotMap,
    keepsRequest?: boolean,
  ): object

  /** True until the head content has been printed. */
  get isHeadOpen(): boolean {
    return this.#head !== undefined && !this.#head.startsWith(LATE)
  }

  /**
   * Adds markup to the head. After the head has been printed, it comes at the end of the page.
   *
   * @param html - Finished markup.
   */
  addHead(html: string): void {
    this.#head = (this.#head ?? LATE) + html
  }

  /**
   * Returns the head content to the first caller, which prints it.
   *
   * @returns The markup; nothing on later calls.
   */
  takeHead(): string {
    const head = this.#head ?? ''
    this.#head = undefined
    return head.startsWith(LATE) ? head.slice(LATE.length) : head
  }

  /**
   * Decides which mark loads a script: the first one outside of a `<template>`.
   *
   * @param id - The script's id in compiled code.
   * @returns True if the caller has to print the script.
   */
  takeScript(id: string): boolean {
    // Each copy that a browser makes of a template needs the script, and none of them counts
    // outside.
    if (this.templateDepth > 0) return true
    this.#printedScripts ??= new Set()
    if (this.#printedScripts.has(id)) return false
    this.#printedScripts.add(id)
    return true
  }

  /**
   * Prints a script.
   *
   * @param id - The script's id in compiled code.
   * @returns The element; nothing for a script that the build found to be empty.
   */
  scriptHtml(id: string): string {
    const script = this.visit.route.assets.scripts[id]
    if (script === undefined) return ''
    if (typeof script !== 'string')
      return `<script type="module"${this.nonceAttribute}>${script.code}</script>`
    const url = escapeAttribute(`${this.visit.source.base}/${script}`)
    return `<script type="module" src="${url}"${this.nonceAttribute}></script>`
  }

  /**
   * Returns the URL of a module that the page prints itself.
   *
   * @param id - The id of an island's component, or of another module that islands need.
   * @returns The URL with the path under which the pages are mounted, not escaped.
   * @throws {SsrPagesError} MODULE_UNKNOWN: when the build has no such module
   */
  moduleUrl(id: string): string {
    const { source, route } = this.visit
    const script = route.assets.scripts[id]
    if (typeof script === 'string') return `${source.base}/${script}`
    const what = `The build of the page ${route.pattern} has no browser module ${id}.`
    throw new SsrPagesError('MODULE_UNKNOWN', what, { page: route.pattern, module: id })
  }

  /**
   * Tells whether the page has a module.
   *
   * @param id - The id of the module.
   */
  hasModule(id: string): boolean {
    return typeof this.visit.route.assets.scripts[id] === 'string'
  }
}
