import type { LocationBody } from '@parley/protocol'
import { Suspense } from 'react'
import { useSelector } from '../lib/client'
import { lazyPart } from '../ui/lazy-part'
import { placeBox } from './card-box'
import { PlaceDrawing } from './place-drawing'

const PlaceMap = lazyPart(async () => (await import('./place-map')).PlaceMap)

interface PlacePictureProps {
  readonly body: LocationBody
  /** Its maximum width, in px. */
  readonly width: number
}

/** A place: on a map if the server has maps, else drawn. The code of maps loads only if needed. */
export const PlacePicture = ({ body, width }: PlacePictureProps) => {
  const tiles = useSelector((state) => state.tiles)
  const drawing = <PlaceDrawing body={body} />
  if (!tiles) return drawing
  return (
    <Suspense fallback={drawing}>
      <PlaceMap body={body} tiles={tiles} width={width} height={placeBox.height} />
    </Suspense>
  )
}
