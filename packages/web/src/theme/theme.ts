import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { recall, remember } from '../remembered'
import { rememberedTheme, shownTheme, type ThemeChoice, themeChoices } from './read-choices'

export { type ThemeChoice, themeChoices }

interface ThemeState {
  readonly choice: ThemeChoice
  readonly shown: 'light' | 'dark'
}

const darkSystem = () => matchMedia('(prefers-color-scheme: dark)')

const stateOf = (choice: ThemeChoice): ThemeState => ({
  choice,
  shown: shownTheme(choice, { dark: darkSystem().matches }),
})
const read = (): ThemeState => stateOf(rememberedTheme(recall('theme')))

const themeStore = createStore<ThemeState>(() => ({ choice: 'auto', shown: 'light' }))

/** The same as pre-paint.js does before the first paint. */
const apply = (state: ThemeState) => {
  themeStore.setState(state)
  document.documentElement.dataset.theme = state.shown
  const bar = getComputedStyle(document.documentElement).getPropertyValue('--color-surface-sidebar')
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', bar)
}

/** Follows the system, and the choice made in another tab. */
export const startTheme = (): void => {
  apply(read())
  darkSystem().addEventListener('change', () => apply(read()))
  window.addEventListener('storage', (event) => event.key?.endsWith('theme') && apply(read()))
}

/** Changes the look of everything on screen, and remembers it. */
export const chooseTheme = (choice: ThemeChoice): void => {
  remember('theme', choice)
  apply(stateOf(choice))
}

export const useTheme = (): ThemeState => useStore(themeStore)
