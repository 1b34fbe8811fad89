const unfit = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu
const visible = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u

/** A text as one line that the server takes, or empty where it shows nothing: the same rules as `oneLine` of the contract. */
export const cleanLine = (text: string): string => {
  const line = text.toWellFormed().replace(unfit, ' ').trim()
  return visible.test(line) ? line : ''
}
