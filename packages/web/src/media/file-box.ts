/** The height of a file's row, and of the player below an audio file, in px. */
export const fileLinePx = 48
export const filePlayerPx = 44

/** Whether a file gets a player. */
export const isAudio = ({ mime }: { readonly mime: string }): boolean => mime.startsWith('audio/')

/** The height of a file in its message, in px, whatever its content. */
export const filePx = (file: { readonly mime: string }): number => fileLinePx + (isAudio(file) ? filePlayerPx : 0)
