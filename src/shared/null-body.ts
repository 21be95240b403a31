/** Statuses of responses without a body. https://fetch.spec.whatwg.org/#null-body-status */
export const NULL_BODY: ReadonlySet<number> = new Set([204, 205, 304])
