import { SCRIPT_STAGES, type ScriptStage } from '../shared/integrations.ts'
import type { InjectedTypes, Renderer } from '../shared/integrations.ts'

/** A route as an integration has named it. */
export interface AskedRoute {
  readonly pattern: string
  readonly entrypoint: string | URL
  readonly prerender?: boolean
  readonly owner: string
}

/** What integrations have added so far. */
export interface Additions {
  readonly renderers: Renderer[]
  readonly directives: Map<string, string>
  readonly scripts: Record<ScriptStage, string[]>
  readonly routes: AskedRoute[]
  readonly middleware: { readonly pre: string[]; readonly post: string[] }
  readonly watchFiles: string[]
  readonly types: InjectedTypes[]
  readonly pageExtensions: string[]
  readonly contentEntryTypes: unknown[]
  readonly dataEntryTypes: unknown[]
}

/** Creates an empty list of additions. */
export function createAdditions(): Additions {
  return {
    renderers: [],
    directives: new Map(),
    scripts: { 'head-inline': [], 'before-hydration': [], page: [], 'page-ssr': [] },
    routes: [],
    middleware: { pre: [], post: [] },
    watchFiles: [],
    types: [],
    pageExtensions: [],
    contentEntryTypes: [],
    dataEntryTypes: [],
  }
}

/** Tells whether `injectScript()` has such a stage. */
export function isScriptStage(stage: unknown): stage is ScriptStage {
  return SCRIPT_STAGES.some((known) => known === stage)
}
