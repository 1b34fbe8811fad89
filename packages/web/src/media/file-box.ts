/** How high the line of a file is, and the player below one that holds sound, in px. */
export const fileLinePx = 48
export const filePlayerPx = 44

/** Whether a file gets a player. */
export const isAudio = ({ mime }: { readonly mime: string }): boolean => mime.startsWith('audio/')

/** How high a file is in its message, in px, whatever stands in it. */
export const filePx = (file: { readonly mime: string }): number => fileLinePx + (isAudio(file) ? filePlayerPx : 0)
