/** The text as it is sent: without leading empty lines and without trailing white space. */
export const outgoingText = (written: string): string => written.trimEnd().replace(/^\s*\n/, '')
