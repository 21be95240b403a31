export function buildIfStale(root?: string, build?: (root: string) => void): void
export function removeIfStale(root?: string): void
