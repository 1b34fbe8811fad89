import { Suspense, useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useStore } from 'zustand'
import { prefetch } from '../lib/load-with-retry'
import { lazyPane } from '../ui/lazy-part'
import { OverlayPlaceholder } from '../ui/loading-placeholder'
import { closeViewer, viewerStore } from './viewer-store'

/** Call when the pointer approaches a picture, so that the viewer has loaded before the click. */
export const prefetchViewer = (): void => prefetch(() => import('./viewer'))
const Viewer = lazyPane(async () => (await import('./viewer')).Viewer)

/** The viewer. Its code loads with the first opened picture. */
export const LazyViewer = () => {
  const viewed = useStore(viewerStore, (state) => state.viewed)
  const [path] = useLocation()
  const shownAt = useRef(path)
  useEffect(() => {
    // "Back" leaves the page under the viewer.
    if (shownAt.current !== path) closeViewer()
    shownAt.current = path
  }, [path])
  return (
    viewed && (
      <Suspense fallback={<OverlayPlaceholder onClose={closeViewer} />}>
        <Viewer key={viewed.message.body.mediaId} viewed={viewed} />
      </Suspense>
    )
  )
}
