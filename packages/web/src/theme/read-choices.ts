/** What people choose; `auto` follows the system. */
export const themeChoices = ['auto', 'light', 'dark'] as const
export type ThemeChoice = (typeof themeChoices)[number]

/** What was chosen, as remembered; `auto` for everything else. */
export const rememberedTheme = (text: string | undefined): ThemeChoice =>
  themeChoices.find((choice) => choice === text) ?? 'auto'

/** The theme that a choice shows. */
export const shownTheme = (choice: ThemeChoice, system: { readonly dark: boolean }): 'light' | 'dark' =>
  choice === 'dark' || (choice === 'auto' && system.dark) ? 'dark' : 'light'

/** How messages look: by the kind of chat, or always the same. */
export const layoutChoices = ['auto', 'bubbles', 'flat'] as const
export type LayoutChoice = (typeof layoutChoices)[number]

/** Sizes of the text of messages, in px. */
export const textSizes = [13, 15, 17, 20] as const
export const usualTextPx = 15

/** What Enter alone does where there is a keyboard; with Mod it always sends. */
export const enterChoices = ['send', 'new-line'] as const
export type EnterChoice = (typeof enterChoices)[number]

export interface Appearance {
  readonly textPx: number
  readonly layout: LayoutChoice
  readonly enter: EnterChoice
}

/** What was chosen, as remembered; the usual for everything else. */
export const rememberedAppearance = (held: {
  readonly layout: string | undefined
  readonly textSize: string | undefined
  readonly enter: string | undefined
}): Appearance => ({
  layout: layoutChoices.find((choice) => choice === held.layout) ?? 'auto',
  textPx: textSizes.find((px) => px === Number(held.textSize)) ?? usualTextPx,
  enter: held.enter === 'new-line' ? 'new-line' : 'send',
})
