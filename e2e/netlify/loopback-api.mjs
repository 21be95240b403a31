import { once } from 'node:events'
import { createServer } from 'node:http'
import { text, buffer } from 'node:stream/consumers'

const SITE = {
  id: 'site_id',
  name: 'site-name',
  account_slug: 'account',
  account_id: 'account_id',
  url: 'https://example.netlify.app',
  ssl_url: 'https://example.netlify.app',
  admin_url: 'https://app.netlify.com/x',
  build_settings: { repo_url: '' },
  capabilities: {},
  functions_timeout: 30,
}

const DEPLOY = {
  ...SITE,
  id: 'deploy_id',
  site_id: SITE.id,
  required: /** @type {string[]} */ ([]),
  required_functions: /** @type {string[]} */ ([]),
  deploy_ssl_url: 'https://deploy_id--example.netlify.app',
  logs: 'x',
}

/** The part of Netlify's API that `netlify deploy` needs. It keeps the uploaded files. */
export async function startAPI() {
  /** @type {{ deploy: any, files: Map<string, Buffer>, functions: Map<string, Buffer> }} */
  const uploads = { deploy: undefined, files: new Map(), functions: new Map() }
  let deploy = { ...DEPLOY, state: 'prepared' }

  async function answer(request) {
    const path = new URL(request.url, 'http://x').pathname.replace('/api/v1', '')
    const route = `${request.method} ${path}`
    if (route === 'GET /sites/site_id') return SITE
    if (route === 'GET /sites') return [SITE]
    if (route === 'GET /accounts') return [{ id: 'account_id', slug: 'account', name: 'x' }]
    if (route === 'GET /user') return { id: 'user', email: 'a@b.test', full_name: 'x' }
    if (/^GET .*\/(?:integrations|service-instances|env)/.test(route)) return []
    if (route === 'POST /sites/site_id/deploys') return deploy
    if (route === 'GET /deploys/deploy_id' || route === 'GET /sites/site_id/deploys/deploy_id') {
      return { ...deploy, state: 'ready' }
    }
    if (route === 'PUT /sites/site_id/deploys/deploy_id') {
      uploads.deploy = JSON.parse(await text(request))
      const { files = {}, functions = {} } = uploads.deploy
      const required = Object.values(files)
      deploy = {
        ...deploy,
        state: 'uploading',
        required,
        required_functions: Object.values(functions),
      }
      return deploy
    }
    const [, kind, name] = /^PUT \/deploys\/deploy_id\/(files|functions)\/(.+)$/.exec(route) ?? []
    if (kind === undefined) return undefined
    uploads[kind].set(decodeURIComponent(name), await buffer(request))
    return {}
  }

  const server = createServer(async (request, response) => {
    const body = await answer(request)
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body ?? { message: 'not here' }))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://127.0.0.1:${port}/api/v1`,
    uploads,
    stop: () => (server.close(), server.closeAllConnections()),
  }
}
