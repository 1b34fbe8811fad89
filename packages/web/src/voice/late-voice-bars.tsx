import { Suspense, useState } from 'react'
import { useStore } from 'zustand'
import { late } from '../ui/late'
import { recorderStore } from './recorder-store'
import { playerStore } from './track'

const VoiceBars = late(async () => (await import('./voice-bars')).VoiceBars)

/** Its code comes with the first voice message that is played or recorded. */
export const LateVoiceBars = () => {
  const plays = useStore(playerStore, (state) => state.playing !== undefined)
  const records = useStore(recorderStore, (state) => state.recording !== undefined)
  const [wanted, setWanted] = useState(false)
  if ((plays || records) && !wanted) setWanted(true)
  return (
    wanted && (
      <Suspense fallback={null}>
        <VoiceBars />
      </Suspense>
    )
  )
}
