/** A text as it is sent: without empty lines before it and without the space behind it. */
export const outgoingText = (written: string): string => written.trimEnd().replace(/^\s*\n/, '')
