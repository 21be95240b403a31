/** How a font file is encoded, which is also its extension. */
export type FontType = 'woff2' | 'woff' | 'otf' | 'ttf' | 'eot'

/** `normal`, `italic` or `oblique`. */
export type FontStyle = 'normal' | 'italic' | 'oblique'

/** Descriptors of `@font-face` that a family and each of its variants may set. */
export interface FontDescriptors {
  /** What browsers show until the font has loaded. (default: `'swap'`) */
  readonly display?: 'auto' | 'block' | 'swap' | 'fallback' | 'optional' | undefined
  readonly stretch?: string | undefined
  readonly featureSettings?: string | undefined
  readonly variationSettings?: string | undefined
  /** The characters for which browsers load the font: `['U+0000-00FF']`. */
  readonly unicodeRange?: readonly string[] | undefined
}

/** A file of a local font: a path relative to the project's root, or of a package. */
export type FontSource =
  | string
  | URL
  | { readonly url: string | URL; readonly tech?: string | undefined }

/** One face of a local font. */
export interface LocalVariant extends FontDescriptors {
  /** The same face in several formats; browsers take the first one that they know. */
  readonly src: readonly FontSource[]
  /** A weight, or a range of a variable font: `'100 900'`. (default: read from the file) */
  readonly weight?: string | number | undefined
  /** (default: read from the file) */
  readonly style?: FontStyle | undefined
}

/** A family of fonts in the configuration. */
export interface FontFamily extends FontDescriptors {
  /** Where the files come from: `fontProviders.local()`, `fontProviders.fontsource()`. */
  readonly provider: FontProvider
  /** The family's name, as the provider knows it. */
  readonly name: string
  /** The property that holds the family in styles: `--font-body`. */
  readonly cssVariable: string
  /** (default: `[400]`) */
  readonly weights?: readonly (string | number)[] | undefined
  /** (default: `['normal', 'italic']`, as far as the family has them) */
  readonly styles?: readonly FontStyle[] | undefined
  /** (default: `['latin']`) */
  readonly subsets?: readonly string[] | undefined
  /** (default: `['woff2']`) */
  readonly formats?: readonly FontType[] | undefined
  /** The fonts that browsers show while, or if, the family is missing. (default: `['sans-serif']`) */
  readonly fallbacks?: readonly string[] | undefined
  /**
   * Whether a font of the reader's system gets the metrics of the family, so that the text does not move
   * when the family has loaded. Needs a generic family at the end of `fallbacks`. (default: `true`)
   */
  readonly optimizedFallbacks?: boolean | undefined
  /** Options for the provider. `local()` needs `variants`. */
  readonly options?:
    | ({ readonly variants?: readonly LocalVariant[] } & Readonly<Record<string, unknown>>)
    | undefined
}

/** What a provider is asked for. */
export interface FontRequest {
  readonly familyName: string
  readonly weights: readonly string[]
  readonly styles: readonly FontStyle[]
  readonly subsets: readonly string[]
  readonly formats: readonly FontType[]
  readonly options: FontFamily['options']
}

/** A file of a face: an address, or the name of a font of the reader's system. */
export type FaceSource =
  | {
      readonly url: string
      readonly format?: string | undefined
      readonly tech?: string | undefined
    }
  | { readonly name: string }

/** A face as a provider returns it. */
export interface ProvidedFace extends FontDescriptors {
  readonly src: readonly FaceSource[]
  readonly weight?: string | number | readonly [number, number] | undefined
  readonly style?: string | undefined
  readonly meta?: FaceMeta | undefined
}

/** What else is known of a face. */
export interface FaceMeta {
  readonly subset?: string | undefined
  /** Faces with a number above 1 are left out. (default: none) */
  readonly priority?: number | undefined
  /** True for one of many files of a subset, of which a page needs few. (default: `false`) */
  readonly isSlice?: boolean | undefined
}

/** A provider of the project. Its files must be on this machine. */
export interface CustomFontProvider {
  readonly name: string
  readonly config?: Readonly<Record<string, unknown>> | undefined
  init?(context: { readonly root: URL; readonly storage: FontStorage }): unknown
  resolveFont(
    request: FontRequest,
  ):
    | { readonly fonts: readonly ProvidedFace[] }
    | undefined
    | Promise<{ readonly fonts: readonly ProvidedFace[] } | undefined>
  listFonts?(): unknown
}

/** What a provider may keep while the site is built. */
export interface FontStorage {
  getItem(key: string, init?: () => unknown): Promise<unknown>
  setItem(key: string, value: unknown): void
}

/** A provider of Astro, by its name. */
export interface NamedFontProvider {
  readonly name: string
  readonly entrypoint: string
  readonly config?: unknown
}

/** Where the files of a family come from. */
export type FontProvider = NamedFontProvider | CustomFontProvider

/** The folder of the built files, relative to the base. */
export const FONTS_FOLDER = '_assets/fonts'

/** A file that pages may ask browsers to load early. */
export interface FontPreload {
  /** Relative to the base. */
  readonly file: string
  readonly type: FontType
  readonly weight?: string | undefined
  readonly style?: string | undefined
  readonly subset?: string | undefined
}

/** A face of a built family. */
export interface BuiltFace {
  readonly src: readonly {
    /** Relative to the base. */
    readonly file: string
    readonly format: string
    readonly tech?: string | undefined
  }[]
  readonly weight?: string | undefined
  readonly style?: string | undefined
  readonly subset?: string | undefined
}

/** What pages need to know of a family. */
export interface BuiltFamily {
  /** Path of its stylesheet, relative to the base. */
  readonly sheet: string
  /** The text of the stylesheet, whose URLs are relative to it. */
  readonly css: string
  readonly preloads: readonly FontPreload[]
  readonly faces: readonly BuiltFace[]
}
