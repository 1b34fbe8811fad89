import { Suspense, useState } from 'react'
import { useStore } from 'zustand'
import { lazyPart } from '../ui/lazy-part'
import { recorderStore } from './recorder-store'
import { playerStore } from './track'

const VoiceBars = lazyPart(async () => (await import('./voice-bars')).VoiceBars)

/** The code loads with the first voice message that is played or recorded. */
export const LazyVoiceBars = () => {
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
