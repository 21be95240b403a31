/**
 * Features of Astro that this package does not have. To build one, remove its entry: the type
 * checker then reports every place that refers to it. `what` says that the feature is missing,
 * `instead` what to do.
 */
const ABSENT = {
  requestPipeline: {
    what: 'A request pipeline of Astro 7 (`src/fetch`) is not supported: no request would pass through it',
    instead:
      'Move what it decides into src/middleware, or in front of ssrPages() in your server. If this is a module of another kind, rename it, or set `fetchFile: null` in ssr-pages.config.',
  },
  actions: {
    what: 'Actions are not supported: nothing would answer them',
    instead: 'Write an API route below src/pages, or a route of your server.',
  },
  mdx: {
    what: 'No integration of the site compiles MDX',
    instead: 'Install @astrojs/mdx, and add `mdx()` to `integrations` in the configuration.',
  },
  pageOfFramework: {
    what: 'Only .astro, .html and Markdown files can be pages, and only .js, .ts and .mjs files API routes: this path is a 404',
    instead:
      'Import it in an .astro page, begin its name with `_`, or move it out of the pages folder.',
  },
  islands: {
    what: 'No integration of the site compiles components of this kind',
    instead: 'Add the integration of their framework to `integrations` in the configuration.',
  },
  serverIslands: {
    what: 'Server islands (`server:defer`) are not supported',
    instead:
      'Remove the directive: the component is rendered with its page, and the page streams. Or fetch the part with a <script>.',
  },
  viewTransitions: {
    what: '<ViewTransitions /> does not exist any more: Astro has renamed it',
    instead: 'Write <ClientRouter /> of astro:transitions, which does the same.',
  },
  images: {
    what: 'Image processing (<Image>, getImage) is not supported',
    instead: 'Import the file, and write <img src={image.src}>.',
  },
  i18n: {
    what: 'Routing by locale is not supported',
    instead: 'Use a folder src/pages/[locale], and page middleware for redirects.',
  },
  container: {
    what: 'The container API is not supported',
    instead: 'Use pages.render(path, { props, locals }).',
  },
  builtInComponents: {
    what: "The files of Astro's own components do not exist here",
    instead: 'Import `Code` and `Debug` from astro:components.',
  },
  runtime: {
    what: 'This module of Astro does not exist here',
    instead: 'docs/astro-modules.md lists those that exist, and what each of them exports.',
  },
  runtimeExport: {
    what: "This export of Astro's module does not exist here",
    instead: 'docs/astro-modules.md lists what each module exports.',
  },
  engine: {
    what: "This part of Astro's rendering engine does not exist here",
    instead:
      'Import from astro/compiler-runtime what components need; docs/astro-modules.md lists it.',
  },
} as const

/** A key of the table of absent features. */
export type AbsentName = keyof typeof ABSENT

/** Describes what is missing and what to do, in one line of two sentences. */
export function describeAbsent(name: AbsentName): string {
  const { what, instead } = ABSENT[name]
  return `${what}. ${instead}`
}

const KINDS: readonly (readonly [extensions: RegExp, feature: AbsentName])[] = [
  [/\.mdx$/i, 'mdx'],
  [/\.(?:jsx|tsx|vue|svelte)$/, 'islands'],
]

/**
 * Finds the feature that would compile a kind of file.
 *
 * @param file - Path of the file, without a query.
 * @returns The feature's key; `undefined` for other kinds of files.
 */
export function absentKind(file: string): AbsentName | undefined {
  return KINDS.find(([extensions]) => extensions.test(file))?.[1]
}
