import { win32 } from 'node:path'
import type { EnvSchema } from '../shared/environment.ts'
import { isObject } from '../shared/is-object.ts'
import type { SiteImages } from '../shared/image-settings.ts'
import type { CspSettings } from '../shared/csp.ts'
import type { ManifestRedirect, PrerenderedFile, RouteKind, RouteScript } from '../shared/types.ts'

/** Whether a field is a string. */
export function isString(value: unknown): value is string {
  return typeof value === 'string'
}

/** Whether a field is true or false. */
export function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}

/** Whether a field is an array of anything. */
export function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

/** Whether a field is an array of strings. */
export function isStrings(value: unknown): value is readonly string[] {
  return isArray(value) && value.every(isString)
}

/** Whether a field has scripts by the components they belong to. */
export function isScripts(value: unknown): value is Readonly<Record<string, RouteScript>> {
  return isObject(value) && Object.values(value).every(isScript)
}

/** Whether a field is a list of scripts. */
export function isScriptList(value: unknown): value is readonly RouteScript[] {
  return isArray(value) && value.every(isScript)
}

/** Whether a field has the modules to preload, by the components they belong to. */
export function isPreloads(value: unknown): value is Readonly<Record<string, readonly string[]>> {
  return isObject(value) && Object.values(value).every(isStrings)
}

function isScript(value: unknown): value is RouteScript {
  return isString(value) || (isObject(value) && isString(value['code']))
}

/** Whether a field is the list of files of a prerendered route. */
export function isFiles(value: unknown): value is readonly PrerenderedFile[] {
  return isArray(value) && value.every(isPrerenderedFile)
}

function isPrerenderedFile(value: unknown): value is PrerenderedFile {
  if (!isObject(value)) return false
  const { path, file, status, headers } = value
  return isPattern(path) && isInside(file) && isStatus(status) && isHeaders(headers)
}

function isStatus(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 200 && Number(value) <= 599
}

function isHeaders(value: unknown): value is Readonly<Record<string, string>> {
  return isObject(value) && Object.values(value).every(isString)
}

/** Whether a field is the Content Security Policy of a site. */
export function isCsp(value: unknown): value is CspSettings {
  if (!isObject(value)) return false
  const { algorithm, directives, script, style, strictDynamic } = value
  const isKnown = algorithm === 'SHA-256' || algorithm === 'SHA-384' || algorithm === 'SHA-512'
  if (!isKnown || !isBoolean(strictDynamic) || !isStrings(directives)) return false
  return isSources(script) && isSources(style)
}

function isSources(value: unknown): boolean {
  if (!isObject(value)) return false
  const { resources, hashes } = value
  return isArray(resources) && isArray(hashes)
}

/** Whether a field is the version of the manifests that this package reads. */
export function isVersion(value: unknown): value is 1 {
  return value === 1
}

/** Whether a field is a path that starts and ends with a slash. */
export function isBase(value: unknown): value is string {
  return isString(value) && value.startsWith('/') && value.endsWith('/')
}

/** Whether a field is an absolute URL. */
export function isUrl(value: unknown): value is string {
  return isString(value) && URL.canParse(value)
}

/** Whether a field is a relative path with forward slashes, on any system. */
export function isRelative(value: unknown): value is string {
  // Windows' rule refuses absolute paths of all systems: `/x`, `C:/x`.
  return isString(value) && value !== '' && !win32.isAbsolute(value) && !value.includes('\\')
}

/** Whether a field is a relative path that stays inside its folder. */
export function isInside(value: unknown): value is string {
  if (!isRelative(value)) return false
  return !value.includes('..') || !value.split('/').includes('..')
}

/** Whether a field is a list of redirects. */
export function isRedirects(value: unknown): value is readonly ManifestRedirect[] {
  return isArray(value) && value.every(isRedirect)
}

function isRedirect(value: unknown): value is ManifestRedirect {
  if (!isObject(value) || !isPattern(value['pattern']) || !isString(value['destination']))
    return false
  return value['status'] === undefined || typeof value['status'] === 'number'
}

/** Whether a field is the pattern of a route. */
export function isPattern(value: unknown): value is string {
  return isString(value) && value.startsWith('/')
}

/** Whether a field is the kind of a route. */
export function isKind(value: unknown): value is RouteKind {
  return value === 'page' || value === 'endpoint'
}

const FIELDS: readonly unknown[] = ['string', 'number', 'boolean', 'enum']

/** Whether a field has environment variables by name. */
export function isEnvSchema(value: unknown): value is EnvSchema {
  return (
    isObject(value) &&
    Object.values(value).every(
      (field) =>
        isObject(field) &&
        FIELDS.includes(field['type']) &&
        (field['type'] !== 'enum' || isStrings(field['values'])),
    )
  )
}

/** Whether a field describes the images of a build. */
export function isImages(value: unknown): value is SiteImages {
  if (!isObject(value) || !isObject(value['settings'])) return false
  const { id, key, base, settings } = value
  return [id, key].every(isText) && isBase(base) && isImageSettings(settings)
}

function isText(value: unknown): boolean {
  return isString(value) && value !== ''
}

function isImageSettings(settings: Readonly<Record<string, unknown>>): boolean {
  const { endpoint, service, domains, remotePatterns } = settings
  if (!isObject(endpoint) || !isObject(service)) return false
  return (
    isText(endpoint['route']) &&
    isText(service['entrypoint']) &&
    isObject(service['config']) &&
    isStrings(domains) &&
    isArray(remotePatterns) &&
    remotePatterns.every(
      (pattern) => isObject(pattern) && Object.values(pattern).every(isOptionalText),
    )
  )
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || isString(value)
}
