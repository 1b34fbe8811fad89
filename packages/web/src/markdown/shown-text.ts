import { useSyncExternalStore } from 'react'
import { messageMarkdown } from './message-markdown'
import { ShownTexts } from './shown-texts'

const texts = new ShownTexts(messageMarkdown)

/** The beginning of a message or draft as shown, without formatting marks. */
export const shownText = (text: string): string => texts.of(text)

/** The beginning of a message or draft as shown, on one line. */
export const oneLine = (text: string): string => texts.lineOf(text)

/** Renders a component again when the parser has loaded. Until then, texts show as written. */
export const useFormatting = (): boolean => useSyncExternalStore(messageMarkdown.once, () => messageMarkdown.isReady)
