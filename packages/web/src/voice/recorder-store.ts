import { createStore } from 'zustand/vanilla'
import type { RecorderState } from './recorder'

/** What the microphone of this page is doing. The code of the recorder itself comes with the microphone button. */
export const recorderStore = createStore<RecorderState>(() => ({}))
