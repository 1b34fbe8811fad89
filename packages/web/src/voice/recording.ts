import { finishRecording } from './finish'
import { openMicrophone } from './microphone'
import { Recorder } from './recorder'
import { recorderStore } from './recorder-store'

/** The recorder of this page. */
export const recorder = new Recorder(
  {
    open: openMicrophone,
    finish: finishRecording,
    now: () => performance.now(),
    every: (ms, run) => {
      const timer = setInterval(run, ms)
      return () => clearInterval(timer)
    },
  },
  recorderStore,
)
