import { escapeHtml } from '../../shared/escape.ts'
import type { RenderedSlots } from '../rendered-slots.ts'
import type { Piece } from '../sink.ts'

/**
 * Prints the slots that a component did not render as templates, where its script in the browser
 * finds them. What their marks print works only outside, so it comes first.
 *
 * @param html - The component's HTML; in it, slots are in `<astro-slot>` elements.
 * @returns The marks, and the templates.
 */
export function toTemplates(
  html: string,
  { html: slots, marks }: RenderedSlots,
): { readonly before: readonly Piece[]; readonly templates: string } {
  const before: Piece[] = []
  let templates = ''
  for (const name of Object.keys(slots)) {
    const isDefault = name === 'default'
    const shown = escapeHtml(name)
    const element = isDefault ? '<astro-slot>' : `<astro-slot name="${shown}">`
    if (html.includes(element)) continue
    const parts = marks.toParts(slots[name] ?? '')
    const content = parts.filter((part) => typeof part === 'string').join('')
    before.push(...parts.filter((part) => typeof part !== 'string'))
    templates += `<template data-astro-template${isDefault ? '' : `="${shown}"`}>${content}</template>`
  }
  return { before, templates }
}
