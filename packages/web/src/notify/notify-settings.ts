import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { recall, remember } from '../lib/remembered'

export const soundChoices = ['off', 'drop', 'bell', 'tick'] as const
export type SoundChoice = (typeof soundChoices)[number]

/** How this device announces new messages elsewhere. */
export interface NotifySettings {
  readonly sound: SoundChoice
  /** Also for the world chat, which is busy. */
  readonly worldSound: boolean
  readonly desktop: boolean
  /** Whether a desktop notification shows the text of the message. */
  readonly texts: boolean
}

const usual: NotifySettings = { sound: 'drop', worldSound: false, desktop: false, texts: true }

/** Parses stored settings, with defaults for missing ones. */
export const notifyIn = (text: string | undefined): NotifySettings => {
  try {
    const held: Partial<NotifySettings> = JSON.parse(text ?? '{}')
    const sound = soundChoices.find((choice) => choice === held.sound) ?? usual.sound
    return { ...usual, ...held, sound }
  } catch {
    return usual
  }
}

const read = (): NotifySettings => notifyIn(recall('notify'))

export const notifyStore = createStore<NotifySettings>(read)

if (typeof window !== 'undefined')
  window.addEventListener('storage', (event) => event.key?.endsWith('notify') && notifyStore.setState(read()))

export const chooseNotify = (change: Partial<NotifySettings>): void => {
  notifyStore.setState(change)
  remember('notify', JSON.stringify(notifyStore.getState()))
}

export const useNotifySettings = (): NotifySettings => useStore(notifyStore)
