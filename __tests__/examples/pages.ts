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

const OTHER_CONTENT: readonly ExpectedPage[] = [
  [
    'with-mdx',
    '/',
    /<h1 data-astro-cid-\w+>Good morning!<\/h1>\n<p>Written by: Ada and Grace\.<\/p>/,
  ],
  ['with-mdx', '/', /<p>Published on: February 1, 2022\.<\/p>/],
  ['with-mdx', '/', /<astro-slot>This is a <strong>counter<\/strong>!<\/astro-slot>/],
  [
    'with-mdx',
    '/',
    /data-language="astro"><code><span class="line"><span style="color:#6A737D">---/,
  ],
]

/** What the examples answer. */
export const PAGES: readonly ExpectedPage[] = [...LANGUAGE, ...OTHER_CONTENT]
