/**
 * Collects the HTML of an island's slots: of the `<astro-slot>`s that the framework has rendered, and
 * of the templates that contain those it has not. The templates are removed.
 */
export function takeSlots(island: Element): Record<string, string> {
  const slots: Record<string, string> = {}
  for (const template of island.querySelectorAll('template[data-astro-template]')) {
    if (!isOf(island, template)) continue
    slots[template.getAttribute('data-astro-template') || 'default'] = template.innerHTML
    template.remove()
  }
  for (const slot of island.querySelectorAll('astro-slot')) {
    if (isOf(island, slot)) slots[slot.getAttribute('name') || 'default'] = slot.innerHTML
  }
  return slots
}

// A nested island has slots of its own.
function isOf(island: Element, slot: Element): boolean {
  return slot.closest('astro-island') === island
}
