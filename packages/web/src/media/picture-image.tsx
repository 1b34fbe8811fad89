import type { MediaId } from '@parley/protocol'
import type { ShownBy } from '@parley/sdk/api'
import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../lib/client'
import { cx } from '../ui'
import styles from './picture.module.css'
import { urlFor, useMedia } from './use-media'
import { usePlaceholder } from './use-placeholder'

export interface PictureImageProps {
  readonly body: {
    readonly mediaId: MediaId
    readonly thumbhash?: string | undefined
    readonly caption?: string | undefined
  }
  /** The message that shows it. */
  readonly shownBy?: ShownBy | undefined
  /** The address of local bytes, if this tab has them. */
  readonly local?: string | undefined
  /** The width at which it is shown, in px. */
  readonly px: number
  /** Shows only the placeholder, and loads nothing. */
  readonly held?: boolean
}

/** A picture in a box with a fixed size: first the placeholder, then the picture itself. */
export const PictureImage = ({ body, shownBy, local, px, held = false }: PictureImageProps) => {
  const client = useClient()
  const source = useMedia(local || held ? undefined : body.mediaId, shownBy)
  // Kept while it is shown, since another address of the same picture would load it again.
  const [first, setFirst] = useState<string>()
  const [shown, setShown] = useState(false)
  const [broken, setBroken] = useState<string>()
  const found = local ?? (source && urlFor(source, px))
  if (found && (first === undefined || first === broken) && found !== first) setFirst(found)
  const before = usePlaceholder(body.thumbhash)
  const failed = first !== undefined && first === broken
  const onError = () => {
    setBroken(first)
    client.mediaFailed(body.mediaId)
  }
  return (
    <>
      {before && <img className={styles.layer} src={before} alt="" aria-hidden draggable={false} />}
      {first && !failed && (
        <img
          className={cx(styles.layer, !local && !shown && styles.coming)}
          src={first}
          alt={body.caption ?? ''}
          decoding="async"
          draggable={false}
          data-loaded={shown || undefined}
          onLoad={() => setShown(true)}
          onError={onError}
        />
      )}
      {failed && <ImageOff className={styles.broken} size={24} strokeWidth={1.75} aria-hidden />}
    </>
  )
}
