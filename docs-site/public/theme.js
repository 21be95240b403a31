// Runs before the page is painted, so that a reader who has chosen a theme never sees the other one.
const root = document.documentElement
const dark = matchMedia('(prefers-color-scheme: dark)')
const stored = localStorage.getItem('theme')

if (stored === 'light' || stored === 'dark') root.dataset.theme = stored
root.dataset.scripts = 'on'

addEventListener('DOMContentLoaded', () => {
  const button = document.querySelector('#theme-switch')
  show()
  dark.addEventListener('change', show)
  button.addEventListener('click', () => {
    const theme = isDark() ? 'light' : 'dark'
    root.dataset.theme = theme
    localStorage.setItem('theme', theme)
    show()
  })

  function show() {
    button.setAttribute('aria-pressed', String(isDark()))
  }
})

function isDark() {
  const { theme } = root.dataset
  return theme === undefined ? dark.matches : theme === 'dark'
}
