import type { ContactBody, LocationBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { type ReactNode, Suspense } from 'react'
import { cardPx, placeBox } from '../../cards/card-box'
import { lazyPart } from '../../ui/lazy-part'
import { RowPlaceholder } from './row-placeholder'

const LocationCard = lazyPart(async () => (await import('../../cards')).LocationCard)
const ContactCard = lazyPart(async () => (await import('../../cards')).ContactCard)

interface CardContentProps {
  readonly message: TimelineMessage
  readonly body: LocationBody | ContactBody
  readonly meta: ReactNode
  readonly reachable: boolean
}

/** A place or a contact card. The code loads with the first one, into a box of the final height. */
export const CardContent = ({ message, body, ...shown }: CardContentProps) => (
  <Suspense fallback={<RowPlaceholder width={placeBox.width} height={cardPx(body)} />}>
    {body.type === 'location' ? (
      <LocationCard {...shown} body={body} />
    ) : (
      <ContactCard {...shown} body={body} chatId={message.chatId} />
    )}
  </Suspense>
)
