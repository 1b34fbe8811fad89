import { createStore } from 'zustand/vanilla'
import type { RecorderState } from './recorder'

/** The state of this page's recording. The code of the recorder itself loads with the microphone button. */
export const recorderStore = createStore<RecorderState>(() => ({}))
