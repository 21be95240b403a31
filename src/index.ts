export type {
  AstroAdapter,
  AstroConfig,
  AstroIntegration,
  AstroIntegrationLogger,
  AstroRenderer,
  AstroUserConfig,
  ClientDirectiveConfig,
  HookParameters,
  ImageMetadata,
  InferGetStaticParamsType,
  InferGetStaticPropsType,
  InjectedScriptStage,
  IntegrationResolvedRoute,
  Props,
  ValidRedirectStatus,
  ViteUserConfig,
} from './astro/types.ts'
export type {
  MarkdownHeading,
  MarkdownInstance,
  MarkdownLayoutProps,
  MDXContent,
  MDXContentProps,
  MDXInstance,
  MDXLayoutProps,
} from './astro/markdown-types.ts'
export type { APIContext, APIRoute, AstroGlobal } from './render/astro-types.ts'
export { responseSent } from './shared/response-sent.ts'
export type { MarkdownOptions, MarkdownProcessor } from './shared/markdown.ts'
export { type Adapter, type AdapterBuild, type Config, defineConfig } from './shared/config.ts'
export { type ErrorDetails, type ErrorName, SsrPagesError } from './shared/errors.ts'
export type { FetchInit } from './core/fetch.ts'
export {
  type MiddlewareHandler,
  type MiddlewareNext,
  defineMiddleware,
  sequence,
} from './core/middleware-handler.ts'
export type { Options } from './node/options.ts'
export type { SendInit } from './node/send-view.ts'
export type { Context } from './context/context.ts'
export type { Cookie, CookieOptions, Cookies, Cookies as AstroCookies } from './context/cookies.ts'
export type { RewriteTarget, RewriteTarget as RewritePayload } from './context/visit.ts'
export type { SessionDriver } from './session/driver.ts'
export type { Session, SessionSetOptions, SessionValue } from './session/session.ts'
export type { SessionConfig, SessionCookie, SessionOption } from './session/settings.ts'
export type {
  Page,
  Paginate,
  Paginate as PaginateFunction,
  PaginateOptions,
} from './prerender/paginate.ts'
export type { StaticPath } from './prerender/path-source.ts'
export type { GetStaticPaths, GetStaticPathsOptions } from './prerender/static-paths.ts'
export type { RenderInit } from './core/render-to-html.ts'
export { html } from './render/html.ts'
export type { NodeExchange } from './shared/request-source.ts'
export type {
  Manifest,
  ManifestRoute,
  Params,
  PrerenderedFile,
  Route,
  RouteAssets,
  RouteKind,
} from './shared/types.ts'
export type { PropsOfView, ViewArguments, ViewName, ViewProps } from './shared/view-types.ts'
export { wantsFragment } from './shared/wants-fragment.ts'
export { type SsrPages, ssrPages } from './middleware.ts'
