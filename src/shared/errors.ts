/**
 * Every error of this package by its permanent code, with the HTTP status to answer with and what
 * the reader can do about it. `docs/errors.md` has a section for each code.
 */
const ERRORS = {
  OPTION_INVALID: { status: 500, hint: 'Correct the option where ssrPages() is called.' },
  DIR_MISSING: {
    status: 500,
    hint: 'Run `npx ssr-pages build`, correct the `dir` option, or set `dev: true` in tests and development.',
  },
  MANIFEST_INVALID: { status: 500, hint: 'Run `npx ssr-pages build` again.' },
  ROUTE_NAME_INVALID: { status: 500, hint: 'Rename the file.' },
  ROUTE_CONFLICT: { status: 500, hint: 'Rename or remove one of the two.' },
  MODULE_FAILED: { status: 500, hint: 'Correct that module, or one that it imports.' },
  MODULE_EMPTY: {
    status: 500,
    hint: 'Export a component as default, or a request method such as GET.',
  },
  PAGE_RESULT_INVALID: { status: 500, hint: 'Return nothing, or a Response, from the page.' },
  PAGE_UNKNOWN: { status: 500, hint: 'Pass the path of a page, as a browser would ask for it.' },
  VIEW_UNKNOWN: {
    status: 500,
    hint: 'Pass the name of a view: its path below src/views, without `.astro`.',
  },
  FRAGMENTS_INVALID: {
    status: 500,
    hint: 'Write `export const fragments = { lines: CartLines }`, with imported .astro components.',
  },
  PAGE_NOT_HTML: {
    status: 500,
    hint: 'Pass the props and locals that the page and its middleware need to answer with HTML.',
  },
  MIDDLEWARE_EMPTY: { status: 500, hint: 'Export a function `onRequest` from it.' },
  MIDDLEWARE_RESULT_INVALID: {
    status: 500,
    hint: 'Return the Response from next(), or one of your own.',
  },
  REWRITE_INVALID: { status: 500, hint: 'Rewrite to a path of this site.' },
  REWRITE_BODY_USED: {
    status: 500,
    hint: 'Read request.clone() before the rewrite, or do not read the body there.',
  },
  ENDPOINT_RESULT_INVALID: { status: 500, hint: 'Return a Response from the handler.' },
  THROWN_VALUE: { status: 500, hint: 'Throw an Error instead.' },
  COMPONENT_UNDEFINED: { status: 500, hint: 'Check the import: its path and its export name.' },
  COMPONENT_UNSUPPORTED: {
    status: 500,
    hint: 'Use an .astro component, call the function, or add the integration of its framework.',
  },
  ISLAND_INVALID: {
    status: 500,
    hint: 'Write `client:load` and the like on the tag of a component that the file imports.',
  },
  ISLAND_PROPS_INVALID: {
    status: 500,
    hint: 'Pass only the data that the component shows; load the rest in the browser.',
  },
  RENDERER_MISSING: {
    status: 500,
    hint: 'Install the integration of that framework, and add it to `integrations` in the configuration.',
  },
  IMAGE_OPTIONS_INVALID: {
    status: 500,
    hint: 'Correct the attributes of the image, or the argument of getImage().',
  },
  IMAGE_SERVICE_INVALID: {
    status: 500,
    hint: 'Correct `image.service` in the configuration, or the module that it names.',
  },
  COMPONENT_CALLED: { status: 500, hint: 'Write it as a tag: <Card />.' },
  ASTRO_UNAVAILABLE: {
    status: 500,
    hint: 'Read it in the frontmatter or the template, while a request is answered.',
  },
  LIST_TOO_DEEP: {
    status: 500,
    hint: 'Print only the known fields of data that clients send, or check how deep it is first.',
  },
  NESTED_TOO_DEEP: {
    status: 500,
    hint: 'Look for a component that renders itself (Astro.self) without end, or limit the depth.',
  },
  RESPONSE_SENT: {
    status: 500,
    hint: 'Decide on redirects, cookies and headers before the page starts to stream.',
  },
  READONLY_PROPERTY: { status: 500, hint: 'Change the object in place instead of replacing it.' },
  LOCALS_INVALID: {
    status: 500,
    hint: 'Return an object from the option `locals`, or a promise of one.',
  },
  SESSION_VALUE_INVALID: {
    status: 500,
    hint: 'Store only plain data: JSON values, Date, Map, Set, URL, RegExp and BigInt.',
  },
  SESSION_DRIVER_MISSING: {
    status: 500,
    hint: 'Install these packages beside ssr-pages, or choose another `session.driver`.',
  },
  SESSION_STORE_FAILED: {
    status: 500,
    hint: 'Check that the store is running and that the server can write to it.',
  },
  TRANSITION_INVALID: {
    status: 500,
    hint: 'Write transition:animate="slide", or pass what fade() or slide() of astro:transitions returns.',
  },
  NONCE_INVALID: {
    status: 500,
    hint: "Make it from random bytes: `crypto.randomBytes(16).toString('base64')`.",
  },
  CSP_INVALID: {
    status: 500,
    hint: 'Pass one directive, source or hash in each call, and no data of clients.',
  },
  CONTENT_CALL_INVALID: {
    status: 500,
    hint: 'Call the function as docs/content.md shows.',
  },
  MODULE_UNKNOWN: {
    status: 500,
    hint: 'Build the site again: its modules and its manifest are of different builds.',
  },
  HOST_INVALID: { status: 400, hint: 'Send one valid Host header.' },
  TARGET_INVALID: { status: 400, hint: 'Send a path, or an http(s) URL, as request target.' },
  HEADER_DUPLICATE: { status: 400, hint: 'Send the header once.' },
  CROSS_SITE_FORM: {
    status: 403,
    hint: 'If both origins are yours, set `trust proxy` in Express, or list the origin in `checkOrigin`.',
  },
  FORM_SCHEMA_INVALID: {
    status: 500,
    hint: 'Pass a schema of zod, valibot or another library that implements Standard Schema.',
  },
  FORM_BODY_MISSING: {
    status: 415,
    hint: 'Put `express.urlencoded()`, or multer for `multipart/form-data`, in front of the handler.',
  },
  FORM_INVALID: { status: 400, hint: 'Send the form as a browser does.' },
  FORM_TOO_LARGE: { status: 413, hint: 'Send fewer fields, or divide the form.' },
  FLASH_SESSION_MISSING: {
    status: 500,
    hint: 'Put the session middleware of the app in front of this handler.',
  },
  CSRF_TOKEN_MISSING: {
    status: 500,
    hint: 'Put the CSRF middleware of the app in front of this page, and its token into `res.locals.csrfToken`.',
  },
  BODY_TOO_LARGE: { status: 413, hint: 'Send less, or raise the `bodyLimit` option.' },
  BODY_CONSUMED: {
    status: 500,
    hint: 'Mount ssrPages() before the middleware that reads the body, or keep the bytes in req.rawBody.',
  },
  IMAGE_SERVICE_MISSING: {
    status: 500,
    hint: 'Run `npm install sharp`, or set `image: { service: passthroughImageService() }`.',
  },
  IMAGE_INVALID: {
    status: 500,
    hint: 'Replace the file by one that an image editor can open, or raise `limitInputPixels`.',
  },
  IMAGE_UNAVAILABLE: {
    status: 502,
    hint: 'Check the URL, and `image.domains` and `image.remotePatterns` in the configuration.',
  },
  IMAGE_QUEUE_FULL: {
    status: 503,
    hint: 'Add processors, let a CDN keep the images, or print fewer sizes of each.',
  },
  EVENT_INVALID: { status: 400, hint: 'Call the function as Netlify does.' },
  RESPONSE_TOO_LARGE: {
    status: 500,
    hint: 'Send less, or use createHandler(): functions of the current format stream.',
  },
  RESPONSE_USED: {
    status: 500,
    hint: 'Create a new Response for each request; a body can be sent only once.',
  },
  RESPONSE_INVALID: {
    status: 500,
    hint: 'Return a Response with a status from 200 to 599, and a body of strings or bytes that is as long as its content-length.',
  },
  COMPILE_FAILED: { status: 500, hint: 'Correct the source at the place shown.' },
  FRONTMATTER_INVALID: { status: 500, hint: 'Correct the frontmatter at the place shown.' },
  IMAGE_UNREADABLE: {
    status: 500,
    hint: 'Save the image again in the format of its name, or import its address with `?url`.',
  },
  MARKDOWN_FAILED: { status: 500, hint: 'Correct the file at the place shown.' },
  MARKDOWN_PROCESSOR_MISSING: {
    status: 500,
    hint: 'Install the package, and run the command again.',
  },
  HIGHLIGHTER_MISSING: {
    status: 500,
    hint: 'Run `npm install shiki`: pages need it while they run.',
  },
  FEATURE_ABSENT: {
    status: 500,
    hint: 'docs/compatibility.md lists the features of Astro that this package has.',
  },
  BUILD_FAILED: {
    status: 500,
    hint: 'Correct what is named above; the last build is untouched.',
  },
  PRERENDER_INVALID: {
    status: 500,
    hint: 'Write `export const prerender = true`, or `false`, in the page itself.',
  },
  PRERENDER_FAILED: {
    status: 500,
    hint: 'Correct the page, or let it run for each request: `export const prerender = false`.',
  },
  PRERENDER_UNAVAILABLE: {
    status: 500,
    hint: 'Read it in a page that runs for each request: `export const prerender = false`.',
  },
  STATIC_PATHS_MISSING: {
    status: 500,
    hint: 'Export getStaticPaths() from it, or `export const prerender = false`.',
  },
  STATIC_PATHS_INVALID: { status: 500, hint: 'Correct getStaticPaths() in that file.' },
  PAGES_MISSING: {
    status: 500,
    hint: 'Create src/pages/index.astro, or pass the folder of the project.',
  },
  FONT_INVALID: { status: 500, hint: 'Correct `fonts` in the configuration.' },
  FONT_UNKNOWN: {
    status: 500,
    hint: 'Write a `cssVariable` of `fonts` in the configuration: <Font cssVariable="--font-body" />.',
  },
  CONFIG_INVALID: { status: 500, hint: 'Correct the configuration.' },
  ENV_INVALID: {
    status: 500,
    hint: 'Set the variables, or write them into `.env`. A server in production reads that file with `node --env-file=.env server.js`.',
  },
  CONTENT_CONFIG_INVALID: {
    status: 500,
    hint: 'Correct src/content.config, or a module that it imports.',
  },
  CONTENT_INVALID: {
    status: 500,
    hint: 'Correct the entry, or the schema of its collection in src/content.config.',
  },
  CONTENT_LOADER_FAILED: {
    status: 500,
    hint: 'Correct the loader, or what it reads: a file, a server, a token.',
  },
  INTEGRATION_FAILED: {
    status: 500,
    hint: 'Correct its options where the configuration calls it, or update or remove it.',
  },
  PUBLISH_UNSAFE: {
    status: 500,
    hint: 'Write these lines into netlify.toml.',
  },
  OUTDIR_UNSAFE: { status: 500, hint: 'Choose a separate folder for the build with `outDir`.' },
  BUILD_TOOLS_MISSING: { status: 500, hint: 'Run `npm install --save-dev @ssr-pages/build`.' },
  LISTEN_FAILED: { status: 500, hint: 'Choose another port or address: `--port 3001`.' },
  INIT_IMPOSSIBLE: {
    status: 500,
    hint: 'Correct it, and run `npx ssr-pages init` again; nothing was written.',
  },
  USAGE: { status: 500, hint: 'Run `npx ssr-pages --help`.' },
} as const

/** The part of an error code after `SSR_PAGES_`. */
export type ErrorName = keyof typeof ERRORS

/** The codes of all errors, for documentation and tests. */
export const errorNames: readonly ErrorName[] = Object.keys(ERRORS) as ErrorName[]

/** What was seen, and where. The shape depends on the code and is listed in docs/errors.md. */
export type ErrorDetails = Readonly<Record<string, unknown>>

/**
 * An error of this package. `status` follows the convention of `http-errors`, which Express's error
 * handling reads.
 *
 * @see https://github.com/jshttp/http-errors
 */
export class SsrPagesError extends Error {
  override readonly name = 'SsrPagesError'
  /** Permanent: `SSR_PAGES_DIR_MISSING`. */
  readonly code: `SSR_PAGES_${ErrorName}`
  /** The HTTP status to answer with. */
  readonly status: number
  /** What to do about it, in one sentence. */
  readonly hint: string
  readonly details: ErrorDetails

  /**
   * @param name - A key of the table of errors.
   * @param what - What happened, where, and what was seen.
   * @param details - The same facts as data; `cause` becomes the error's cause.
   * @param hint - What to do, if the table's sentence does not fit this case.
   *   (default: the table's)
   */
  constructor(
    name: ErrorName,
    what: string,
    details: ErrorDetails = {},
    hint: string = ERRORS[name].hint,
  ) {
    const code = `SSR_PAGES_${name}` as const
    super(
      `${what}\n${hint} [${code}]`,
      'cause' in details ? { cause: details['cause'] } : undefined,
    )
    this.code = code
    this.status = ERRORS[name].status
    this.hint = hint
    this.details = details
  }

  // Without this, `console.error(error)` would print code, hint and details again after the
  // message, and the cause twice.
  static {
    Object.defineProperty(this.prototype, Symbol.for('nodejs.util.inspect.custom'), {
      value: printError,
    })
  }
}

/** The function that Node passes to a custom inspect function, to print a value. */
type Inspect = (value: unknown, options: object) => string

function printError(
  this: SsrPagesError,
  _depth: number,
  options: object,
  inspect: Inspect,
): string {
  const { stack = this.message, cause } = this
  return cause === undefined ? stack : `${stack}\n  [cause]: ${inspect(cause, options)}`
}

/** How many reasons of one error are included, and how many levels of causes. */
const MAX_REASONS = 3
const MAX_DEPTH = 4

/**
 * Explains why something failed: the message of an error and those of its inner errors, and the
 * message of its cause unless it is included already. `fetch failed` alone does not help, and the
 * message of an AggregateError may be empty.
 *
 * @param error - Anything that was thrown.
 * @returns One string, never empty.
 */
export function reasonOf(error: unknown): string {
  return toReason(error, MAX_DEPTH)
}

function toReason(error: unknown, depth: number): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { message, errors, cause, name } = error as Readonly<Record<string, unknown>>
  const full = typeof message === 'string' ? message.trim() : ''
  // The last line of our own errors is a hint, and the new error has its own.
  const text = isSsrPagesError(error) ? full.slice(0, full.lastIndexOf('\n')) : full
  const inner = Array.isArray(errors) ? errors : cause === undefined ? [] : [cause]
  if (depth === 0 || isSsrPagesError(error)) return text || String(name)
  const reasons = inner.slice(0, MAX_REASONS).map((reason) => toReason(reason, depth - 1))
  const news = [...new Set(reasons)].filter((reason) => !text.includes(reason)).join('; ')
  if (text === '') return news || String(name ?? 'an object was thrown')
  return news === '' ? text : `${text.replace(/[.:]$/, '')}: ${news}`
}

/**
 * Whether a value is an error of this package, or of another copy of it.
 *
 * @param error - Anything that was thrown.
 * @returns True for such an error, recognized by its name.
 */
export function isSsrPagesError(error: unknown): error is SsrPagesError {
  // Not by its code: bundlers overwrite the code of an error that a plugin throws.
  return isError(error) && 'hint' in error && 'name' in error && error.name === 'SsrPagesError'
}

/**
 * Reads the HTTP status of an error, by the convention of `http-errors`.
 *
 * @param error - Anything that was thrown.
 * @returns A status from 400 to 599; 500 for an error without one, and for values that are not
 *   errors.
 */
export function statusOf(error: unknown): number {
  if (!isError(error) || !('status' in error)) return 500
  const { status } = error
  return Number.isInteger(status) && Number(status) >= 400 && Number(status) < 600
    ? Number(status)
    : 500
}

/**
 * Whether a value is an error.
 *
 * @param value - Anything that was thrown.
 * @returns True for an error of any realm. Parsed data cannot have the tag of an error.
 */
export function isError(value: unknown): value is object {
  try {
    return /^\[object (?:Error|DOMException)\]$/.test(Object.prototype.toString.call(value))
  } catch {
    // A revoked proxy.
    return false
  }
}
