import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { recall, remember } from '../remembered'

export const soundChoices = ['off', 'drop', 'bell', 'tick'] as const
export type SoundChoice = (typeof soundChoices)[number]

/** What this device does when something comes in elsewhere. */
export interface NotifySettings {
  readonly sound: SoundChoice
  /** Also for the world, where much is said. */
  readonly worldSound: boolean
  readonly desktop: boolean
  /** Whether a desktop notification says what was written. */
  readonly texts: boolean
}

const usual: NotifySettings = { sound: 'drop', worldSound: false, desktop: false, texts: true }

/** The settings that a text holds, the usual ones for what it lacks. */
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
