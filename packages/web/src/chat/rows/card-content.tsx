import type { ContactBody, LocationBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { type ReactNode, Suspense } from 'react'
import { cardPx, placeBox } from '../../cards/card-box'
import { late } from '../../ui/late'
import styles from './card-content.module.css'

const LocationCard = late(async () => (await import('../../cards')).LocationCard)
const ContactCard = late(async () => (await import('../../cards')).ContactCard)

interface CardContentProps {
  readonly message: TimelineMessage
  readonly body: LocationBody | ContactBody
  readonly meta: ReactNode
  readonly reachable: boolean
}

/** A place or a person; the code of cards comes with the first one, into a box that is as high already. */
export const CardContent = ({ message, body, ...shown }: CardContentProps) => (
  <Suspense fallback={<div className={styles.coming} style={{ width: placeBox.width, height: cardPx(body) }} />}>
    {body.type === 'location' ? (
      <LocationCard {...shown} body={body} />
    ) : (
      <ContactCard {...shown} body={body} chatId={message.chatId} />
    )}
  </Suspense>
)
