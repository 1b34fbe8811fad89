/** The size of a voice message in its bubble, in px, whatever is in it. */
export const voiceBox = { width: 280, height: 52 } as const
