/** The choices of themes. `auto` follows the system. */
export const themeChoices = ['auto', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

/** The stored choice, or `auto` if it is missing or invalid. */
export const rememberedTheme = (text: string | undefined): ThemeChoice =>
  themeChoices.find((choice) => choice === text) ?? 'auto'

/** The theme of a choice. */
export const shownTheme = (choice: ThemeChoice, system: { readonly dark: boolean }): 'light' | 'dark' =>
  choice === 'dark' || (choice === 'auto' && system.dark) ? 'dark' : 'light'

/** The layouts of messages: depending on the kind of chat, or always the same. */
export const layoutChoices = ['auto', 'bubbles', 'flat'] as const
export type LayoutChoice = (typeof layoutChoices)[number]

/** The text sizes of messages, in px. */
export const textSizes = [13, 15, 17, 20] as const
export const usualTextPx = 15

/** The effect of Enter alone on devices with a keyboard. With Mod it always sends. */
export const enterChoices = ['send', 'new-line'] as const
export type EnterChoice = (typeof enterChoices)[number]

export interface Appearance {
  readonly textPx: number
  readonly layout: LayoutChoice
  readonly enter: EnterChoice
}

/** The stored choices, with defaults for missing and invalid ones. */
export const rememberedAppearance = (held: {
  readonly layout: string | undefined
  readonly textSize: string | undefined
  readonly enter: string | undefined
}): Appearance => ({
  layout: layoutChoices.find((choice) => choice === held.layout) ?? 'auto',
  textPx: textSizes.find((px) => px === Number(held.textSize)) ?? usualTextPx,
  enter: held.enter === 'new-line' ? 'new-line' : 'send',
})
