export function findPackageSuites(folder: string): string[]
