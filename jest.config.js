export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/__tests__/support/global-setup.js',
  testTimeout: 60_000,
  // Not the many files of e2e/.
  roots: ['<rootDir>/src', '<rootDir>/__tests__'],
  // The package lies in its own node_modules as a link; each file has one path.
  modulePathIgnorePatterns: ['<rootDir>/node_modules/ssr-pages', '<rootDir>/dist', '<rootDir>/example-app/dist', '<rootDir>/bench'],
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // ts-jest writes `./x.js` for `./x.ts`; point Jest back at the source.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true }] },
}
