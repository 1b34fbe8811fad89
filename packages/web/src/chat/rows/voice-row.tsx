import { Suspense } from 'react'
import { lazyPart } from '../../ui/lazy-part'
import { voiceBox } from '../../voice/voice-box'
import type { VoiceContentProps } from '../../voice/voice-content'
import { RowPlaceholder } from './row-placeholder'

const VoiceContent = lazyPart(async () => (await import('../../voice')).VoiceContent)

/** A voice message. The code loads with the first one, into a box of the same size. */
export const VoiceRow = (props: VoiceContentProps) => (
  <Suspense fallback={<RowPlaceholder {...voiceBox} />}>
    <VoiceContent {...props} />
  </Suspense>
)
