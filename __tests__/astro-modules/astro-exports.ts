const middleware = [
  'createContext',
  'defineMiddleware',
  'isLocalsSerializable',
  'sequence',
  'trySerializeLocals',
]
const jsx = ['AstroJSX', 'Fragment', 'isVNode', 'jsx', 'jsxDEV', 'jsxs', 'transformSlots']
const runtime =
  'addAttribute createAstro createComponent createTransitionScope defineScriptVars defineStyleVars Fragment maybeRenderHead mergeSlots render renderComponent renderHead renderScript renderSlot renderTransition templateEnter templateExit spreadAttributes unescapeHTML'.split(
    ' ',
  )

/** The values that each module of astro@7.3.5 exports. */
export const astroExports: Readonly<Record<string, readonly string[]>> = {
  'astro/config':
    'defineConfig envField fontProviders getViteConfig logHandlers memoryCache mergeConfig passthroughImageService sessionDrivers sharpImageService svgoOptimizer validateConfig'.split(
      ' ',
    ),
  'astro/errors': ['AstroError', 'AstroErrorData'],
  'astro/middleware': middleware,
  'astro:middleware': ['defineMiddleware', 'sequence'],
  'astro/components': ['Code', 'Debug'],
  'astro:components': ['Code', 'Debug'],
  'astro/jsx-runtime': jsx,
  'astro/jsx-dev-runtime': jsx,
  'astro/compiler-runtime': runtime,
  'astro/runtime/server/index.js': [
    ...runtime,
    ...'HTMLBytes HTMLString Renderer __astro_tag_component__ chunkToString createHeadAndContent escapeHTML isHTMLString markHTMLString renderEndpoint renderHTMLElement renderJSX renderPage renderScriptElement renderSlotToString renderStreaming renderTemplate renderToString renderUniqueStylesheet voidElementNames'.split(
      ' ',
    ),
  ],
  'astro/assets':
    'baseService fetchWithRedirects getConfiguredImageService getImage hashTransform isLocalService propsToFilename verifyOptions'.split(
      ' ',
    ),
  'astro/assets/utils':
    'emitClientAsset fetchWithRedirects getOrigQueryParams imageMetadata inferRemoteSize isESMImportedImage isRemoteAllowed isRemoteImage matchPattern resolveSrc'.split(
      ' ',
    ),
  'astro/assets/utils/node': ['emitImageMetadata', 'hashTransform', 'propsToFilename'],
  'astro/assets/services/noop': ['default'],
  'astro/assets/services/sharp': ['default'],
  'astro/loaders': ['file', 'glob'],
  'astro/content/config': ['defineCollection', 'defineLiveCollection'],
  'astro/content/runtime':
    'LiveCollectionCacheHintError LiveCollectionError LiveCollectionValidationError LiveEntryNotFoundError createDeprecatedFunction createGetCollection createGetEntries createGetEntry createGetLiveCollection createGetLiveEntry createReference createRenderEntry defineCollection defineLiveCollection resolveEntryData updateImageReferencesInData'.split(
      ' ',
    ),
  'astro:prefetch': ['prefetch'],
  'astro:transitions': ['ClientRouter', 'fade', 'slide'],
  'astro:transitions/client': [
    'TransitionBeforePreparationEvent',
    'TransitionBeforeSwapEvent',
    'navigate',
    'supportsViewTransitions',
    'swapFunctions',
    'transitionEnabledOnThisPage',
  ],
}
