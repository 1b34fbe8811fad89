/** The size of a voice message in its bubble, in px, whatever its content. */
export const voiceBox = { width: 280, height: 52 } as const
