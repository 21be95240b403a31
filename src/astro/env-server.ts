export { createGetSecret, readSecrets } from '../environment/run-time.ts'
