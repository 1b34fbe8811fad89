import { shownTheme } from '../theme/read-choices'
import { accentProperties } from './accent'
import { type Look, lookOf } from './host-message'

const darkSystem = () => matchMedia('(prefers-color-scheme: dark)')

let look: Look = {}

const apply = (): void => {
  const root = document.documentElement
  const theme = shownTheme(look.theme ?? 'auto', { dark: darkSystem().matches })
  root.dataset.theme = theme
  if (look.accent === undefined) return
  for (const [name, value] of Object.entries(accentProperties(look.accent, theme))) root.style.setProperty(name, value)
}

/** Changes the colours to those of the page around, beside those that stay. */
export const showLook = (change: Look): void => {
  look = { ...look, ...change }
  apply()
}

/** Shows the look that the address names (`?theme=dark&accent=2a7d4f`), and follows the system's theme. */
export const startLook = (): void => {
  const asked = new URLSearchParams(location.search)
  showLook(lookOf({ theme: asked.get('theme'), accent: asked.get('accent') }))
  darkSystem().addEventListener('change', apply)
}
