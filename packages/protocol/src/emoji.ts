const selectors = /[\ufe0e\ufe0f]/gu
/** Characters that are text unless a variation selector or a skin tone says otherwise. */
const textual = /(?!\p{Emoji_Presentation})\p{Emoji}(?!\p{Emoji_Modifier})/gu

/**
 * An emoji in the form that Unicode recommends for interchange (fully qualified, UTS #51), which is the form of
 * stored reactions. Programs omit or add variation selectors, so one emoji comes in several forms: `❤` and `❤️` are
 * the same reaction.
 */
export const emojiForm = (text: string): string => text.replace(selectors, '').replace(textual, '$&\ufe0f')
