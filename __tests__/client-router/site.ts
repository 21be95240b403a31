import { FRAMEWORKS, ISLAND_SITE } from '../dev/island-site.ts'

const LAYOUT = `---
import { ClientRouter } from 'astro:transitions'
import '../shared.css'
const { title, lang = 'en', fallback } = Astro.props
---
<html lang={lang} data-page={title}>
  <head>
    <title>{title}</title>
    <link rel="icon" href="data:," />
    <ClientRouter fallback={fallback} />
    <slot name="head" />
  </head>
  <body>
    <script is:inline nonce={Astro.locals.cspNonce}>
      window.seen ??= []
      seen.push('layout')
    </script>
    <slot />
    <p><a href="./">home</a></p>
    <script>
      import '../log'
    </script>
  </body>
</html>
`

const LOG = `import { navigate } from 'astro:transitions/client'
;(window as any).navigate = navigate
const events: unknown[] = ((window as any).events = [])
for (const name of ['before-preparation', 'after-preparation', 'before-swap', 'after-swap', 'page-load']) {
  document.addEventListener('astro:' + name, () => events.push(name))
}
;(window as any).born = Math.random()
`

function page(title: string, body: string, { code = '', props = '', head = '' } = {}): string {
  return `---
import Layout from '../layouts/Layout.astro'
${code}
---
<Layout title="${title}" ${props}>${head}
  <h1>${title}</h1>
  ${body}
</Layout>
`
}

const links = (...names: string[]): string =>
  names.map((name) => `<p><a id="${name}" href="${name}">${name}</a></p>`).join('')

const HOME = `${links('second', 'host', 'text', 'report', 'away', 'cut', 'missing', 'fails', 'long', 'styled', 'scripts', 'media')}
  <p><a id="reload" href="second" data-astro-reload>reload</a></p>
  <p><a id="replace" href="second" data-astro-history="replace">replace</a></p>
  <p><a id="blank" href="second" target="_blank">blank</a></p>
  <p><a id="download" href="second" download>download</a></p>
  <p><a id="part" href="long#part">part of long</a></p>
  <p><svg width="50" height="20"><a id="svg" href="second"><text y="15">svg</text></a></svg></p>
  <p><a id="nested" href="second"><b><i id="inner">inner</i></b></a></p>`

const ISLANDS = FRAMEWORKS.map(({ name, file }) => {
  const tag = `${name[0]?.toUpperCase()}${name.slice(1)}`
  return { name, tag, code: `import ${tag} from '../${file.slice(4)}'` }
})

const islandPage = (title: string, start: number, other: string): string =>
  page(
    title,
    `${ISLANDS.map(({ name, tag }) => `<${tag} client:load start={${start}} transition:persist="${name}" transition:persist-props={${['vue', 'preact'].includes(name)}} />`).join('\n')}
  <React client:only="react" start={${start + 100}} />
  <input id="field" transition:persist="field" value="${title}" />
  ${links(other)}`,
    { code: ISLANDS.map(({ code }) => code).join('\n') },
  )

const FORMS = `<form id="get" action="sent"><input name="text" value="a b" /><input type="file" name="file" /><button name="by" value="button">get</button></form>
  <form id="post" method="post" action="sent"><textarea name="text">one
two</textarea><button>post</button><button id="other" formaction="sent?other" name="by" value="other">other</button><button id="as-get" formmethod="get">as get</button><button id="as-multipart" formenctype="multipart/form-data">multipart</button><button id="as-text" formenctype="text/plain">text</button></form>
  <form id="upload" method="post" action="sent" enctype="multipart/form-data"><input type="file" name="file" /><button>upload</button></form>
  <form id="clobber" method="post" action="sent"><input name="action" value="clobbered" /><input name="method" value="get" /><button>clobber</button></form>
  <form id="blank" action="sent" target="_blank"><button>blank</button></form>
  <form id="reload" method="post" action="sent" data-astro-reload><button>reload</button></form>
  <dialog open><form id="dialog" method="dialog"><button>close</button></form></dialog>
  <form id="nothing" method="post" action="/nothing"><button>nothing</button></form>
  <form id="save" method="post" action="/save"><button>save</button></form>
  <form id="see" method="post" action="/see-other"><input name="text" value="seen" /><button>see</button></form>
  <form id="answer" method="post" action="/answer"><button>answer</button></form>
  <form id="self" method="post"><button>self</button></form>`

const SENT = `---
import Layout from '../layouts/Layout.astro'
const { request, url } = Astro
const isText = request.headers.get('content-type') === 'text/plain'
const fields = isText ? [] : request.method === 'POST' ? await request.formData() : url.searchParams
const text = [...fields].map(([name, value]) => name + '=' + (typeof value === 'string' ? value : value.name)).join('&')
---
<Layout title="sent"><h1>sent</h1><pre id="sent">{JSON.stringify([request.method, url.search, request.headers.get('content-type')?.split(';')[0] ?? '', text])}</pre></Layout>
`

const SCRIPTS = `<script is:inline nonce={Astro.locals.cspNonce}>seen.push('inline 1')</script>
  <script is:inline type="module" nonce={Astro.locals.cspNonce}>seen.push('module 1')</script>
  <script is:inline src="/classic.js" nonce={Astro.locals.cspNonce}></script>
  <script is:inline nonce={Astro.locals.cspNonce}>seen.push('inline 2')</script>
  <script is:inline type="module" nonce={Astro.locals.cspNonce}>seen.push('module 2')</script>
  <script is:inline data-astro-rerun nonce={Astro.locals.cspNonce}>seen.push('again')</script>
  <script is:inline type="text/plain">seen.push('not a script')</script>
  <script is:inline nonce="guessed">seen.push('injected')</script>
  <style is:inline nonce={Astro.locals.cspNonce}>h1 { color: rgb(0, 0, 9) }</style>
  <script>seen.push('bundled')</script>
  <noscript><p id="noscript">no script</p></noscript>`

/** A site with the client router on all of its pages but one. */
export const ROUTER_SITE: Readonly<Record<string, string>> = {
  ...ISLAND_SITE,
  'src/layouts/Layout.astro': LAYOUT,
  'src/shared.css': 'body { margin: 20px }',
  'src/log.ts': LOG,
  'src/pages/index.astro': page('home', HOME),
  'src/pages/second.astro': page(
    'second',
    `${links('long', 'order', 'host')}<p class="order">order</p>`,
    {
      props: 'lang="fr"',
      head: '<Fragment slot="head"><link rel="stylesheet" href="/one.css" nonce={Astro.locals.cspNonce} /><link rel="stylesheet" href="/two.css" nonce={Astro.locals.cspNonce} /></Fragment>',
    },
  ),
  'src/pages/long.astro': page(
    'long',
    '<div style="height: 3000px"></div><h2 id="part">part</h2><a id="top" href="#top">top</a><div style="height: 3000px"></div>',
  ),
  'src/pages/plain.astro': '<title>plain</title><h1>plain</h1>',
  'src/pages/fails.astro': page('fails', '{fail()}', {
    code: "const fail = () => { throw new Error('no') }",
  }),
  'src/pages/500.astro': page('500', 'failed'),
  'src/pages/404.astro': page('404', 'not found'),
  'src/pages/styled.astro': `${page('styled', '<p class="box">box</p>')}
<style>.box { color: rgb(1, 2, 3) }</style>`,
  'src/pages/scripts.astro': page('scripts', SCRIPTS),
  'src/pages/media.astro': page(
    'media',
    '<audio id="audio" controls></audio><div id="host"><template shadowrootmode="open"><b>shadow</b></template></div><input id="auto" autofocus />',
  ),
  'src/pages/forms.astro': page('forms', FORMS),
  'src/pages/sent.astro': SENT,
  'src/pages/islands.astro': islandPage('islands', 5, 'more'),
  'src/pages/more.astro': islandPage('more', 50, 'islands'),
  'src/pages/still.astro': `---
export const prerender = true
import Layout from '../layouts/Layout.astro'
---
<Layout title="still"><h1>still</h1></Layout>`,
  'src/pages/order.astro': page('order', '<p class="order">order</p>', {
    head: '<Fragment slot="head"><link rel="stylesheet" href="/two.css" nonce={Astro.locals.cspNonce} /><link rel="stylesheet" href="/one.css" nonce={Astro.locals.cspNonce} /></Fragment>',
  }),
  'src/pages/animated.astro': page(
    'animated',
    `<div transition:animate="fade">box</div>${links('second')}`,
  ),
  'src/pages/none.astro': page('none', links('second'), { props: 'fallback="none"' }),
  'public/one.css': '.order { color: rgb(1, 1, 1) }',
  'public/two.css': '.order { color: rgb(2, 2, 2) }',
  'public/classic.js': "seen.push('classic')\n",
}
