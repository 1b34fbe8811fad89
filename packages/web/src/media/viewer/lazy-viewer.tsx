import { Suspense, useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useStore } from 'zustand'
import { late } from '../../ui/late'
import { closeViewer, viewerStore } from './viewer-store'

/** Asked for when a pointer comes near a picture, so that it is there when it is clicked. */
export const loadViewer = () => import('./viewer')
const Viewer = late(async () => (await loadViewer()).Viewer)

/** The viewer; its code comes with the first picture that is opened. */
export const LazyViewer = () => {
  const viewed = useStore(viewerStore, (state) => state.viewed)
  const [path] = useLocation()
  const shownAt = useRef(path)
  useEffect(() => {
    // "Back" leads away from what the viewer stands over.
    if (shownAt.current !== path) closeViewer()
    shownAt.current = path
  }, [path])
  return (
    viewed && (
      <Suspense fallback={null}>
        <Viewer key={viewed.message.body.mediaId} viewed={viewed} />
      </Suspense>
    )
  )
}
