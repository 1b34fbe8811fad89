import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { recall, remember } from '../remembered'

/** What people choose; `auto` follows the system. */
export const themeChoices = ['auto', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

interface ThemeState {
  readonly choice: ThemeChoice
  readonly shown: 'light' | 'dark'
}

const darkSystem = () => matchMedia('(prefers-color-scheme: dark)')
const isChoice = (text: string | undefined): text is ThemeChoice => themeChoices.some((choice) => choice === text)

const read = (): ThemeState => {
  const remembered = recall('theme')
  const choice = isChoice(remembered) ? remembered : 'auto'
  const dark = choice === 'dark' || (choice === 'auto' && darkSystem().matches)
  return { choice, shown: dark ? 'dark' : 'light' }
}

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
  const dark = choice === 'dark' || (choice === 'auto' && darkSystem().matches)
  apply({ choice, shown: dark ? 'dark' : 'light' })
}

export const useTheme = (): ThemeState => useStore(themeStore)
