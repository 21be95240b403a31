/**
 * Whether a `Content-Type` header says that a body is JSON: `application/json`,
 * `application/problem+json; charset=utf-8`.
 *
 * @param type - The value of the header, with or without parameters.
 * @see https://mimesniff.spec.whatwg.org/#json-mime-type
 */
export function isJsonType(type: string): boolean {
  return /^application\/(?:[^/;]+\+)?json\s*(?:;|$)/i.test(type.trim())
}
