/** Whatever may begin or hold something that is formatted, or an address. */
const marks = /[*_~`[\]<>\\@\r\n\t]|:\/\/|www\.|^[-+ ]|^\d{1,9}[.)]| $/i

/** Whether a text is one line in which nothing can be formatted: the parser would make one paragraph of it. */
export const isPlain = (text: string): boolean => !marks.test(text)
