import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { recall, remember } from '../lib/remembered'
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

/** Follows the system, and changes made in another tab. */
export const startTheme = (): void => {
  apply(read())
  darkSystem().addEventListener('change', () => apply(read()))
  window.addEventListener('storage', (event) => event.key?.endsWith('theme') && apply(read()))
}

/** Changes the theme of the page, and stores it. */
export const chooseTheme = (choice: ThemeChoice): void => {
  remember('theme', choice)
  const state = stateOf(choice)
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  if (calm || state.shown === themeStore.getState().shown || !('startViewTransition' in document)) apply(state)
  else {
    void document
      .startViewTransition(() => apply(state))
      .ready.then(revealFrom(document.activeElement), () => undefined)
  }
}

/** Reveals the new theme from the control that chose it, or from the middle. */
const revealFrom = (control: Element | null) => (): void => {
  const box = control === document.body ? undefined : control?.getBoundingClientRect()
  const [x, y] = box ? [box.x + box.width / 2, box.y + box.height / 2] : [innerWidth / 2, innerHeight / 2]
  const reach = Math.hypot(Math.max(x, innerWidth - x), Math.max(y, innerHeight - y))
  const circle = (radius: number) => `circle(${radius}px at ${x}px ${y}px)`
  document.documentElement.animate(
    { clipPath: [circle(0), circle(reach)] },
    { duration: 260, easing: 'cubic-bezier(0.2, 0, 0, 1)', pseudoElement: '::view-transition-new(root)' },
  )
}

export const useTheme = (): ThemeState => useStore(themeStore)
