/** Opens the search by its button, by `/`, and by Ctrl+K or Command+K. */
const dialog = document.querySelector<HTMLDialogElement>('#search')

document.querySelector('.search-button')?.addEventListener('click', open)

document.addEventListener('keydown', (event) => {
  const isShortcut = event.key === 'k' && (event.ctrlKey || event.metaKey)
  if (!isShortcut && (event.key !== '/' || isTyping(event.target))) return
  event.preventDefault()
  open()
})

// A link to another part of the same page leaves the dialog open otherwise.
dialog?.addEventListener('click', (event) => {
  if (event.target instanceof Element && event.target.closest('a')) dialog.close()
})

function open(): void {
  if (!dialog || dialog.open) return
  dialog.showModal()
  dialog.querySelector('input')?.select()
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement
}
