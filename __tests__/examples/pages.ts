/** A page of an example, and what Astro 7.3.5 sends for the same site, except for the names of files. */
export type ExpectedPage = readonly [name: string, path: string, expected: RegExp]

const LANGUAGE: readonly ExpectedPage[] = [
  ['minimal', '/', /^200 .*<main>\s*<h1>Smallest site<\/h1>/s],
  [
    'basics',
    '/',
    /<img id="ground" src="\/_assets\/ground\.[\w-]{8}\.svg" alt="" fetchpriority="high" data-astro-cid-\w+>.*<img src="\/_assets\/mark\.[\w-]{8}\.svg" width="115" height="48" alt="Home" data-astro-cid-\w+>/s,
  ],
  ['with-tailwindcss', '/', /<button class="rounded-lg bg-purple-500/],
  ['with-tailwindcss', '/text', /<div class="bg-purple-500">A page of Markdown\.<\/div>/],
  ['framework-alpine', '/', /<div class="counter" x-data="\{ count: 5 \}"[^>]*>/],
  ['middleware', '/', /<body>\s*<ul role="list">/],
  ['middleware', '/admin', /^200 .*<title>Login<\/title>/s],
  ['ssr', '/', /<div class="name"[^>]*>Oats<\/div><div class="price"[^>]*>\$3.99<\/div>/],
  ['ssr', '/', /<span[^>]*>Corner<\/span>&#32;<span[^>]*>Shop<\/span>/],
  ['oldest-netlify', '/', /<h1>Rendered for \/<\/h1>/],
]

const BLOG: readonly ExpectedPage[] = [
  // The newest post first, and the image of the schema as an imported one.
  [
    'blog',
    '/blog',
    /<li[^>]*><a href="\/blog\/marking-up\/"[^>]*><img src="\/_assets\/quay\.[\w.-]+\.webp" alt(?: data-astro-cid-\w+="true")? loading="lazy" decoding="async" width="720" height="360"><h4 class="title"[^>]*>Marking up<\/h4><time datetime="2024-06-19T00:00:00.000Z">Jun 19, 2024<\/time><\/a><\/li><li[^>]*><a href="\/blog\/using-mdx\/"[^>]*><h4 class="title"[^>]*>Using MDX<\/h4>.*<a href="\/blog\/low-water\/"[^>]*>/s,
  ],
  ['blog', '/blog/marking-up', /Last updated on <time datetime="2024-06-21T00:00:00.000Z">/],
  [
    'blog',
    '/blog/marking-up',
    /<meta property="og:image" content="https:\/\/harbour\.example\/_assets\/quay\.[\w-]{8}\.jpg">/,
  ],
  [
    'blog',
    '/blog/marking-up',
    /<h2 id="images">Images<\/h2>\n<p><img(?=[^>]* alt="The mast")(?=[^>]* loading="lazy" decoding="async" width="32" height="40")(?=[^>]* src="\/_assets\/mast\.[\w.-]+\.webp")[^>]*><\/p>/,
  ],
  [
    'blog',
    '/blog/marking-up',
    /<p>A quote, with a “cite”\.<br>\n<cite>The harbour master<sup><a href="#user-content-fn-1"/,
  ],
  ['blog', '/blog/marking-up', /<td style="text-align: right">120 m<\/td>/],
  [
    'blog',
    '/blog/marking-up',
    /<pre class="astro-code github-dark" style="background-color:#24292e;color:#e1e4e8; ?overflow-x: ?auto;?" tabindex="0" data-language="html"><code><span class="line"><span style="color:#E1E4E8">&lt;/,
  ],
  [
    'blog',
    '/blog/marking-up',
    /<h2 id="other-elements--abbr-sub-sup">Other Elements — abbr, sub, sup<\/h2>\n<p>H<sub>2<\/sub>O and <del>fresh<\/del> salt/,
  ],
  [
    'blog',
    '/blog/using-mdx',
    /<h2 id="why-mdx">Why MDX\?<\/h2>\n<p>It mixes <em>text<\/em> and components\.<\/p>\s*<a href="#" onclick="alert\('clicked!'\)" data-astro-cid-\w+><p>Embedded component in MDX<\/p><\/a>/,
  ],
  [
    'blog',
    '/about',
    /<img src="\/_assets\/mast\.[\w.-]+\.webp" alt[^>]* loading="lazy" decoding="async" width="1020" height="510">/,
  ],
  [
    'blog',
    '/about',
    /<link rel="preload"(?=[^>]* href="\/_assets\/fonts\/[\w.-]+\.woff2")(?=[^>]* as="font")(?=[^>]* type="font\/woff2")(?=[^>]* crossorigin)[^>]*>/,
  ],
  [
    'blog',
    '/rss.xml',
    /<item><title>Low water<\/title><link>https:\/\/harbour\.example\/blog\/low-water\/<\/link><guid isPermaLink="true">https:\/\/harbour\.example\/blog\/low-water\/<\/guid><description>What the tide leaves<\/description><pubDate>Fri, 08 Jul 2022 00:00:00 GMT<\/pubDate><\/item>/,
  ],
  [
    'blog',
    '/sitemap-0.xml',
    /<loc>https:\/\/harbour\.example\/blog\/low-water\/<\/loc>.*<loc>https:\/\/harbour\.example\/blog\/marking-up\/<\/loc>.*<loc>https:\/\/harbour\.example\/blog\/using-mdx\/<\/loc>/,
  ],
]

const OTHER_CONTENT: readonly ExpectedPage[] = [
  [
    'with-mdx',
    '/',
    /<h1 data-astro-cid-\w+>Good morning!<\/h1>\n<p>Written by: Ada and Grace\.<\/p>/,
  ],
  ['with-mdx', '/', /<p>Published on: February 1, 2022\.<\/p>/],
  [
    'with-markdoc',
    '/',
    /<td><code>bowline<\/code><\/td><td>a loop<\/td>.*<aside class="content tip" aria-label="Look closer"[^>]*><section[^>]*><p>Something is hidden here\.<\/p>/s,
  ],
  ['with-mdx', '/', /<astro-slot>This is a <strong>counter<\/strong>!<\/astro-slot>/],
  [
    'with-mdx',
    '/',
    /data-language="astro"><code><span class="line"><span style="color:#6A737D">---/,
  ],
  [
    'starlog',
    '/',
    /<a href="\/releases\/2_0"><div class="version_number">2\.0<\/div>.*<h3 id="-new-features">🍿 New features<\/h3>\n<p>It’s “smarter” – and quicker…<\/p>.*<a href="\/releases\/1_0">.*<li><strong>Sync:<\/strong> it has begun\.<\/li>/s,
  ],
  [
    'starlog',
    '/releases/2_0',
    /<meta property="og:image" content="\/_assets\/release-two\.[\w-]{8}\.jpg"><meta property="og:image:alt" content="A green square">/,
  ],
  [
    'starlog',
    '/releases/1_0',
    /<p><img(?=[^>]* alt="Release 1\.0")(?=[^>]* loading="lazy" decoding="async" width="60" height="20")(?=[^>]* src="\/_assets\/release-one\.[\w.-]+\.webp")[^>]*><\/p>/,
  ],
  [
    'starlog',
    '/releases/1_0',
    /<meta name="astro-view-transitions-enabled" content="true"><meta name="astro-view-transitions-fallback" content="animate">/,
  ],
  [
    'portfolio',
    '/',
    /<a class="card" href="\/work\/nested\/reading-lamp"[^>]*><span[^>]*>Reading: a lamp<\/span>.*<a class="card" href="\/work\/paper-kite"/s,
  ],
  ['portfolio', '/work/nested/reading-lamp', /<p>It dims <code>slowly<\/code>\.<\/p>/],
  ['portfolio', '/work/paper-kite', /content="We drew the brand of a kite\nfor a windy day\.\n">/],
  [
    'portfolio',
    '/work/paper-kite',
    /<h3 id="level-three-heading">Level-three heading<\/h3>\n<p>First text\.<\/p>\n<h3 id="level-three-heading-1">Level-three heading<\/h3>/,
  ],
]

/** What the examples answer. */
export const PAGES: readonly ExpectedPage[] = [...LANGUAGE, ...BLOG, ...OTHER_CONTENT]
