import type { LocationBody } from '@parley/protocol'
import { Suspense } from 'react'
import { useSelector } from '../client'
import { late } from '../ui/late'
import { placeBox } from './card-box'
import { PlaceDrawing } from './place-drawing'

const PlaceMap = late(async () => (await import('./place-map')).PlaceMap)

interface PlacePictureProps {
  readonly body: LocationBody
  /** The widest that it can be, in px. */
  readonly width: number
}

/** A place: on a map where the server has maps, whose code comes only then; else drawn. */
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
