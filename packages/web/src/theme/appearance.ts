import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { recall, remember } from '../remembered'

/** How messages look: by the kind of chat, or always the same. */
export const layoutChoices = ['auto', 'bubbles', 'flat'] as const
export type LayoutChoice = (typeof layoutChoices)[number]

/** Sizes of the text of messages, in px. */
export const textSizes = [13, 15, 17, 20] as const
const usualPx = 15

/** What Enter alone does where there is a keyboard; with Mod it always sends. */
export const enterChoices = ['send', 'new-line'] as const
export type EnterChoice = (typeof enterChoices)[number]

interface Appearance {
  readonly textPx: number
  readonly layout: LayoutChoice
  readonly enter: EnterChoice
}

const read = (): Appearance => {
  const layout = recall('layout')
  const textPx = Number(recall('textSize'))
  return {
    layout: layoutChoices.find((choice) => choice === layout) ?? 'auto',
    textPx: textSizes.find((px) => px === textPx) ?? usualPx,
    enter: recall('enter') === 'new-line' ? 'new-line' : 'send',
  }
}

const appearanceStore = createStore<Appearance>(read)

/** The usual size is that of the style sheet, which differs by language. */
const apply = (appearance: Appearance): void => {
  appearanceStore.setState(appearance)
  const { style } = document.documentElement
  const { textPx } = appearance
  const set = (name: string, value: number) =>
    textPx === usualPx ? style.removeProperty(name) : style.setProperty(name, `${value}px`)
  set('--text-message', textPx)
  set('--text-message--line-height', Math.round(textPx * 1.5))
}

/** Follows the choices made in another tab. */
export const startAppearance = (): void => {
  apply(read())
  window.addEventListener('storage', (event) => /layout|textSize|enter/.test(event.key ?? '') && apply(read()))
}

export const chooseTextSize = (px: number): void => {
  remember('textSize', px === usualPx ? undefined : String(px))
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
