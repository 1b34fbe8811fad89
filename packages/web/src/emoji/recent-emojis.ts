import { recall, remember } from '../lib/remembered'

/** One row of the picker. */
const most = 8

const stored = (): readonly string[] => recall('emojis')?.split(' ') ?? []

/** The recently chosen emojis on this device, the latest first. */
export const recentEmojis = (): readonly string[] => stored().slice(0, most)

/** The list after another choice. */
export const withRecent = (before: readonly string[], emoji: string): readonly string[] =>
  [emoji, ...before.filter((one) => one !== emoji)].slice(0, most)

export const rememberEmoji = (emoji: string): void => remember('emojis', withRecent(stored(), emoji).join(' '))
