import type { LocationBody } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'
import { useMemo, useState } from 'react'
import { PlaceDrawing, pin } from './place-drawing'
import styles from './place-map.module.css'
import { planTiles, tileUrl } from './tile-plan'

export interface PlaceMapProps {
  readonly body: LocationBody
  readonly tiles: NonNullable<ClientState['tiles']>
  /** Its maximum width, in px. */
  readonly width: number
  readonly height: number
}

/** A place on a map of the server's choice. The drawing stays until the map's images have loaded, and if they fail. */
export const PlaceMap = ({ body, tiles, width, height }: PlaceMapProps) => {
  const ratio = devicePixelRatio > 1 ? 2 : 1
  const finer = ratio === 2 && !tiles.url.includes('{r}')
  const plan = useMemo(
    () => planTiles(body, { width, height, zoomOffset: finer ? 1 : 0 }),
    [body, width, height, finer],
  )
  const [loaded, setLoaded] = useState(0)
  const [failed, setFailed] = useState(false)
  if (!plan || failed) return <PlaceDrawing body={body} />
  const there = loaded >= plan.tiles.length
  return (
    <div className={styles.map} data-testid="place-map" data-loaded={there || undefined}>
      <div className={styles.drawing}>
        <PlaceDrawing body={body} />
      </div>
      <div className={styles.tiles}>
        {plan.tiles.map((tile) => (
          <img
            key={`${tile.x} ${tile.y} ${tile.leftPx}`}
            src={tileUrl(tiles.url, tile, ratio)}
            alt=""
            draggable={false}
            // Without the cookies of this server, which browsers also send to other ports of its host.
            crossOrigin="anonymous"
            // Map providers require to know where their maps are shown. They get the server's origin and nothing else.
            referrerPolicy="strict-origin"
            style={{
              left: `calc(50% + ${tile.leftPx}px)`,
              top: `calc(50% + ${tile.topPx}px)`,
              width: plan.tilePx,
              height: plan.tilePx,
            }}
            onLoad={() => setLoaded((before) => before + 1)}
            onError={() => setFailed(true)}
          />
        ))}
        <svg className={styles.marks} aria-hidden>
          <svg x="50%" y="50%" overflow="visible" aria-hidden>
            {plan.circlePx !== undefined && <circle className={styles.around} r={plan.circlePx} />}
            <path className={styles.pin} d={pin} />
            <circle className={styles.dot} cy={-17.5} r={3.5} />
          </svg>
        </svg>
        <span className={styles.attribution}>{tiles.attribution}</span>
      </div>
    </div>
  )
}
