import { fileURLToPath } from 'node:url'
import { findPackageSuites } from './__tests__/support/package-suites.js'

const packageSuites = findPackageSuites(fileURLToPath(new URL('__tests__', import.meta.url)))

const shared = {
  testEnvironment: 'node',
  // Not the many files of e2e/.
  roots: ['<rootDir>/src', '<rootDir>/__tests__'],
  // The package lies in its own node_modules as a link; each file has one path.
  modulePathIgnorePatterns: [
    '<rootDir>/node_modules/ssr-pages',
    '<rootDir>/dist',
    '<rootDir>/example-app/dist',
  ],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true }] },
}

// ts-jest writes `./x.js` for `./x.ts`; point Jest back at the source.
const toSource = { '^(\\.{1,2}/.*)\\.js$': '$1' }

/**
 * Two groups of suites. Most run from `src`, and so do the pages in them, without building `dist`. Suites that start
 * processes use the package like users do: it is built first, unless it is up to date. Jest runs the set-up of a
 * group only if one of its suites is selected.
 */
export default {
  testTimeout: 60_000,
  // Suites mostly wait for processes, browsers and sockets.
  maxWorkers: '100%',
  projects: [
    {
      ...shared,
      displayName: 'source',
      globalSetup: '<rootDir>/__tests__/support/without-package.js',
      testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
      testPathIgnorePatterns: packageSuites.map(toPattern),
      moduleNameMapper: {
        ...toSource,
        '^ssr-pages$': '<rootDir>/src/index.ts',
        '^ssr-pages/(runtime|vite)$': '<rootDir>/src/$1.ts',
        '^ssr-pages/(compiler-runtime|components|config|content|errors|jsx-runtime|loaders|middleware|transitions|zod)$':
          '<rootDir>/src/astro/$1.ts',
        '^ssr-pages/content/(config|runtime)$': '<rootDir>/src/astro/content-$1.ts',
        '^ssr-pages/runtime/server/index\\.js$': '<rootDir>/src/astro/server-runtime.ts',
        '^ssr-pages/(forms|netlify)$': '<rootDir>/src/$1/index.ts',
        '^virtual:ssr-pages/react/options$': '<rootDir>/__tests__/fixtures/react-options.js',
        '^virtual:ssr-pages/react/(.*)$': '<rootDir>/node_modules/@astrojs/react/dist/$1',
        '^astro:react:opts$': '<rootDir>/__tests__/fixtures/react-options.js',
      },
    },
    {
      ...shared,
      displayName: 'package',
      globalSetup: '<rootDir>/__tests__/support/build-package.js',
      testMatch: packageSuites.map(toGlob),
      moduleNameMapper: toSource,
    },
  ],
}

/** @param {string} path */
function toPattern(path) {
  return `^${path.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`
}

/** @param {string} path */
function toGlob(path) {
  return path.replaceAll('\\', '/').replaceAll(/[()[\]{}!*?@+|]/g, String.raw`\$&`)
}
