import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type {
  CustomFontProvider,
  FontFamily,
  FontRequest,
  FontStorage,
  ProvidedFace,
} from '../shared/font-family.ts'
import { type FamilyPlace, fontError } from './font-error.ts'
import { installFontsource, resolveFontsource } from './fontsource.ts'
import { resolveLocal } from './local.ts'

// https://docs.astro.build/en/reference/configuration-reference/#fonts
const DEFAULTS = {
  weights: ['400'],
  styles: ['normal', 'italic'],
  subsets: ['latin'],
  formats: ['woff2'],
} as const

/**
 * Lists the faces of a family, whose files are on this machine.
 *
 * @throws {SsrPagesError} FONT_INVALID
 */
export async function provideFaces(
  family: FontFamily,
  place: FamilyPlace,
): Promise<readonly ProvidedFace[]> {
  const { provider } = family
  const request = toRequest(family, place)
  if ('resolveFont' in provider) return askProvider(provider, request, place)
  if (provider.name === 'local') return resolveLocal(request, place)
  const given = { styles: family.styles !== undefined, subsets: family.subsets !== undefined }
  // The packages of a project are Fontsource packages, too.
  if (provider.name === 'fontsource') return resolveFontsource({ ...request, given }, place)
  throw remoteProvider(provider.name, request, place)
}

function toRequest(family: FontFamily, { name }: FamilyPlace): FontRequest {
  const { weights = DEFAULTS.weights, options } = family
  const {
    styles = DEFAULTS.styles,
    subsets = DEFAULTS.subsets,
    formats = DEFAULTS.formats,
  } = family
  return {
    familyName: name,
    weights: [...new Set(weights.map(String))],
    styles: [...new Set(styles)],
    subsets: [...new Set(subsets)],
    formats: [...new Set(formats)],
    options,
  }
}

function remoteProvider(provider: string, { weights }: FontRequest, place: FamilyPlace): Error {
  const isVariable = weights.some((weight) => weight.includes(' '))
  const command = installFontsource(place.root, place.name, isVariable)
  return fontError(
    place,
    `fontProviders.${provider}() loads fonts from the network, which a build does not do`,
    `Run \`${command}\`, and write \`provider: fontProviders.fontsource()\`; or download the files, and use fontProviders.local().`,
  )
}

async function askProvider(
  provider: CustomFontProvider,
  request: FontRequest,
  place: FamilyPlace,
): Promise<readonly ProvidedFace[]> {
  const root = pathToFileURL(join(place.root, '/'))
  let faces: readonly ProvidedFace[]
  try {
    await provider.init?.({ root, storage: createStorage() })
    faces = (await provider.resolveFont(request))?.fonts ?? []
  } catch (cause) {
    const hint = 'Correct the provider; the cause is the error that it threw.'
    throw fontError(place, `the provider ${provider.name} failed: ${String(cause)}`, hint, cause)
  }
  if (faces.length === 0) {
    const hint = 'Correct the name of the family, or its weights, styles and subsets.'
    throw fontError(place, `the provider ${provider.name} has no such font`, hint)
  }
  return faces
    .filter(({ meta }) => (meta?.priority ?? 0) <= 1)
    .map((face) => ({ ...face, src: face.src.map((source) => toLocal(source, place)) }))
}

function toLocal(source: ProvidedFace['src'][number], place: FamilyPlace): typeof source {
  if ('name' in source) return source
  const { url } = source
  if (url.startsWith('file:')) return { ...source, url: fileURLToPath(url) }
  if (!/^(?:https?:)?\/\//.test(url)) return source
  const hint = 'Download the file, and use fontProviders.local(), or a provider that returns paths.'
  throw fontError(place, `${url} is in the network, which a build does not use`, hint)
}

// Kept as long as the site is built.
function createStorage(): FontStorage {
  const values = new Map<string, unknown>()
  return {
    async getItem(key, init) {
      if (!values.has(key) && init) values.set(key, await init())
      return values.get(key) ?? null
    },
    setItem: (key, value) => void values.set(key, value),
  }
}
