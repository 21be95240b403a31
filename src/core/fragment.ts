import { isHtmlComponent } from '../render/component.ts'
import { isFactory } from '../render/component-factory.ts'
import { SsrPagesError } from '../shared/errors.ts'
import { isObject } from '../shared/is-object.ts'
import { nearestName } from '../shared/nearest-name.ts'
import { isPending } from '../shared/pending.ts'
import type { PageModule, Route } from '../shared/types.ts'

/** A fragment as a handler names it. */
interface FragmentName {
  readonly view: string
  readonly fragment: string
}

/**
 * Presents a fragment as a view of its own, which is partial and has the browser files of the view
 * that lists it.
 *
 * @param view - The view that lists it.
 * @returns Its route. Loading it fails with VIEW_UNKNOWN if the view has no such fragment.
 */
export function toFragment(view: Route, name: FragmentName): Route {
  const { pattern, file, params, kind = 'page', assets } = view
  const take = (module: PageModule): PageModule => takeFragment(module, name, file)
  return {
    pattern: `${pattern}#${name.fragment}`,
    file,
    params,
    kind,
    assets,
    load() {
      const module = view.load()
      return isPending(module) ? module.then(take) : take(module)
    },
  }
}

/**
 * Whether a route that has answered is a view with fragments, or one of its fragments. For the same
 * URL, their answers depend on who asks.
 */
export function hasFragments(route: Route): boolean {
  if (route.pattern.includes('#')) return true
  const module = route.load()
  if (!isPending(module)) return module['fragments'] !== undefined
  // Page middleware has answered in its place: nobody waits for its error.
  module.catch(() => {})
  return false
}

function takeFragment(module: PageModule, name: FragmentName, file: string): PageModule {
  const { fragments } = module
  const { fragment } = name
  if (!isObject(fragments) || !Object.hasOwn(fragments, fragment)) {
    throw fragmentUnknown(name, isObject(fragments) ? Object.keys(fragments) : [])
  }
  const component = fragments[fragment]
  if (isFactory(component) || isHtmlComponent(component)) {
    return { default: component, partial: true, fragments }
  }
  const what = `The fragment ${JSON.stringify(fragment)} of ${file} is not an .astro component.`
  throw new SsrPagesError('FRAGMENTS_INVALID', what, { file, fragment })
}

function fragmentUnknown(
  { view, fragment }: FragmentName,
  names: readonly string[],
): SsrPagesError {
  const shown = JSON.stringify(fragment.slice(0, 80))
  const what = `The view ${JSON.stringify(view)} has no fragment ${shown}.`
  const details = { view: `${view}#${fragment}` }
  return new SsrPagesError('VIEW_UNKNOWN', what, details, adviceFor(view, fragment, names))
}

function adviceFor(view: string, fragment: string, names: readonly string[]): string {
  if (names.length === 0) return `Export them from it: \`export const fragments = { ... }\`.`
  const near = nearestName(fragment.slice(0, 200), names)
  if (near !== undefined) return `Did you mean "${view}#${near}"?`
  return `Its fragments are ${names.slice(0, MOST_NAMES).join(', ')}.`
}

const MOST_NAMES = 10
