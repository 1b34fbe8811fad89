/** Made by build/emoji-data.ts. */
declare module 'virtual:emoji/*' {
  export const data: {
    /** Emoji, label, category, tags, and for people five skins from light to dark. */
    readonly emojis: readonly (readonly [
      emoji: string,
      label: string,
      category: number,
      tags: readonly string[],
      skins?: readonly string[],
    ])[]
    readonly categories: readonly (readonly [index: number, label: string])[]
    readonly skinTones: Readonly<Record<'light' | 'medium-light' | 'medium' | 'medium-dark' | 'dark', string>>
  }
}
