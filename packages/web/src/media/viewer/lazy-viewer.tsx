import { Suspense } from 'react'
import { useStore } from 'zustand'
import { late } from '../../ui/late'
import { viewerStore } from './viewer-store'

/** Asked for when a pointer comes near a picture, so that it is there when it is clicked. */
export const loadViewer = () => import('./viewer')
const Viewer = late(async () => (await loadViewer()).Viewer)

/** The viewer; its code comes with the first picture that is opened. */
export const LazyViewer = () => {
  const viewed = useStore(viewerStore, (state) => state.viewed)
  return (
    viewed && (
      <Suspense fallback={null}>
        <Viewer key={viewed.message.id} viewed={viewed} />
      </Suspense>
    )
  )
}
