/** One page of the navigation. */
export interface Page {
  /** Where the page is on the site. */
  readonly path: string
  /** What the navigation calls it. */
  readonly label: string
  /** The Markdown file that it shows, relative to the repository. */
  readonly file?: string
}

/** Pages under a title. */
export interface Group {
  readonly title: string
  readonly pages: readonly Page[]
}

/**
 * The groups of the navigation and their pages, in the order in which a reader goes through them. A file of `docs/` that is
 * missing here comes last, under "More".
 */
export const groups: readonly Group[] = [
  {
    title: 'Begin',
    pages: [
      { path: '/', label: 'What it is' },
      { path: '/start', label: 'Start', file: 'README.md' },
      doc('init', 'ssr-pages init'),
      doc('from-ejs-and-pug', 'From EJS and Pug'),
      doc('from-astro', 'From Astro'),
    ],
  },
  {
    title: 'Pages and views',
    pages: [
      doc('views', 'Views'),
      doc('forms', 'Forms'),
      doc('fragments', 'Fragments'),
      doc('islands', 'Islands'),
      doc('images', 'Images'),
      doc('fonts', 'Fonts'),
      doc('markdown', 'Markdown and MDX'),
      doc('content', 'Content collections'),
      doc('live-collections', 'Live collections'),
      doc('sessions', 'Sessions'),
      doc('prerendering', 'Prerendering'),
      doc('environment', 'Environment variables'),
      doc('transitions', 'Transitions'),
      doc('prefetch', 'Prefetch'),
    ],
  },
  {
    title: 'Your app',
    pages: [
      doc('hosts', 'Hosts'),
      doc('host-tools', 'The tools of your app'),
      doc('development', 'Development'),
      doc('testing', 'Tests'),
      doc('types', 'Types'),
      doc('deploying', 'Deploying'),
      doc('serving-images', 'Serving images'),
      doc('security', 'Security'),
      doc('csp', 'Content Security Policy'),
    ],
  },
  {
    title: 'Reference',
    pages: [
      { path: '/errors', label: 'Errors', file: 'docs/errors.md' },
      doc('compatibility', 'Compatibility'),
      doc('integrations', 'Integrations'),
      doc('astro-modules', 'Modules of Astro'),
      { path: '/speed', label: 'Speed', file: 'bench/README.md' },
      { path: '/changes', label: 'Changes', file: 'CHANGELOG.md' },
    ],
  },
  {
    title: 'The project',
    pages: [
      doc('architecture', 'Architecture'),
      { path: '/decisions', label: 'Decisions' },
      { path: '/contributing', label: 'Contributing', file: 'CONTRIBUTING.md' },
    ],
  },
]

function doc(name: string, label: string): Page {
  return { path: `/${name}`, label, file: `docs/${name}.md` }
}
