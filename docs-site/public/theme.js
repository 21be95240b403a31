// Runs before the page is painted, so that a reader who has chosen a theme never sees the other one.
const root = document.documentElement
const dark = matchMedia('(prefers-color-scheme: dark)')

root.dataset.scripts = 'on'
const chosen = read()
if (chosen === 'light' || chosen === 'dark') root.dataset.theme = chosen

addEventListener('DOMContentLoaded', () => {
  const button = document.querySelector('#theme-switch')
  const show = () => button.setAttribute('aria-pressed', String(isDark()))
  show()
  dark.addEventListener('change', show)
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark'
    keep(root.dataset.theme)
    show()
  })
})

function isDark() {
  const { theme } = root.dataset
  return theme === undefined ? dark.matches : theme === 'dark'
}

// A browser that stores nothing throws; the theme then lasts for one page.
function read() {
  try {
    return localStorage.getItem('theme')
  } catch {
    return null
  }
}

function keep(theme) {
  try {
    localStorage.setItem('theme', theme)
  } catch {
    // See above.
  }
}
