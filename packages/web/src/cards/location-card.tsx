import type { LocationBody } from '@parley/protocol'
import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLocale, useT } from '../i18n'
import { cx } from '../ui'
import { placeBox } from './card-box'
import styles from './cards.module.css'
import { PlacePicture } from './place-picture'
import { mapsHref, placeDetail } from './place-text'

export interface LocationCardProps {
  readonly body: LocationBody
  /** Time and state of the message. */
  readonly meta: ReactNode
  /** Whether its controls are reachable with Tab. */
  readonly reachable: boolean
}

/** A place: a drawing, its name, its address or coordinates, and a link to a map. */
export const LocationCard = ({ body, meta, reachable }: LocationCardProps) => {
  const t = useT()
  const locale = useLocale()
  const href = mapsHref(body, navigator.userAgent)
  // A link to an app doesn't replace the page, and a new tab for it would stay empty.
  const link = { rel: 'noopener noreferrer nofollow', ...(href.startsWith('https:') && { target: '_blank' }) }
  return (
    <div className={cx(styles.card, styles.location)} data-testid="location-card">
      <a {...link} href={href} className={styles.place} tabIndex={-1}>
        <span className="sr-only">{t('openInMaps')}</span>
        <PlacePicture body={body} width={placeBox.width + 16} />
      </a>
      <div className={styles.words} data-message-text>
        <div className={styles.title} dir="auto" title={body.name}>
          {body.name ?? t('location')}
        </div>
        <div className={styles.detail} dir="auto" title={body.address}>
          {placeDetail(body, locale)}
        </div>
      </div>
      <div className={styles.foot}>
        <a {...link} href={href} className={styles.act} tabIndex={reachable ? 0 : -1} data-open-media>
          {t('openInMaps')}
          <ExternalLink size={14} strokeWidth={1.75} aria-hidden />
        </a>
        <span className={styles.footEnd}>{meta}</span>
      </div>
    </div>
  )
}
