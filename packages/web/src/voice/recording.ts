import { openMicrophone } from './microphone'
import { Recorder } from './recorder'
import { recorderStore } from './recorder-store'

/** The microphone of this page. */
export const recorder = new Recorder(
  {
    open: openMicrophone,
    finish: async (bytes, elapsedMs) => (await import('./finish')).finishRecording(bytes, elapsedMs),
    now: () => performance.now(),
    every: (ms, run) => {
      const timer = setInterval(run, ms)
      return () => clearInterval(timer)
    },
  },
  recorderStore,
)
