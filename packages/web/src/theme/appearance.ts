import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { recall, remember } from '../lib/remembered'
import {
  type Appearance,
  type EnterChoice,
  enterChoices,
  type LayoutChoice,
  layoutChoices,
  rememberedAppearance,
  textSizes,
  usualTextPx,
} from './read-choices'

export { type EnterChoice, enterChoices, type LayoutChoice, layoutChoices, textSizes }

const read = (): Appearance =>
  rememberedAppearance({ layout: recall('layout'), textSize: recall('textSize'), enter: recall('enter') })

const appearanceStore = createStore<Appearance>(read)

/** The default size is set in the style sheet, since it differs by language. */
const apply = (appearance: Appearance): void => {
  appearanceStore.setState(appearance)
  const { style } = document.documentElement
  const { textPx } = appearance
  const set = (name: string, value: number) =>
    textPx === usualTextPx ? style.removeProperty(name) : style.setProperty(name, `${value}px`)
  set('--text-message', textPx)
  set('--text-message--line-height', Math.round(textPx * 1.5))
}

/** Applies changes made in another tab. */
export const startAppearance = (): void => {
  apply(read())
  window.addEventListener('storage', (event) => /layout|textSize|enter/.test(event.key ?? '') && apply(read()))
}

export const chooseTextSize = (px: number): void => {
  remember('textSize', px === usualTextPx ? undefined : String(px))
  apply(read())
}

export const chooseLayout = (layout: LayoutChoice): void => {
  remember('layout', layout === 'auto' ? undefined : layout)
  apply(read())
}

export const chooseEnter = (choice: EnterChoice): void => {
  remember('enter', choice === 'send' ? undefined : choice)
  apply(read())
}

export const enterChoice = (): EnterChoice => appearanceStore.getState().enter

export const useAppearance = (): Appearance => useStore(appearanceStore)
