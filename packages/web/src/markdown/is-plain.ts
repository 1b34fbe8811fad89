/** Anything that may begin or contain formatting or an address. */
const marks = /[*_~`[\]<>\\@\r\n\t]|:\/\/|www\.|^[-+ ]|^\d{1,9}[.)]| $/i

/** Whether a text is one line without anything to format. The parser would turn it into one paragraph. */
export const isPlain = (text: string): boolean => !marks.test(text)
