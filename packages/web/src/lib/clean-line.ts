import { visibleText, withoutHidden } from '@parley/protocol/visible'

const unfit = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu

/**
 * A text as one line that the server accepts. Empty if it has no visible characters. The rules are those of `oneLine`
 * in the contract.
 */
export const cleanLine = (text: string): string => visibleText(withoutHidden(text.toWellFormed().replace(unfit, ' ')))
