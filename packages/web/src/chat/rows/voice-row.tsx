import { Suspense } from 'react'
import { late } from '../../ui/late'
import { voiceBox } from '../../voice/voice-box'
import type { VoiceContentProps } from '../../voice/voice-content'
import styles from './card-content.module.css'

const VoiceContent = late(async () => (await import('../../voice')).VoiceContent)

/** A voice message; the code of voice messages comes with the first one, into a box of the same size. */
export const VoiceRow = (props: VoiceContentProps) => (
  <Suspense fallback={<div className={styles.coming} style={voiceBox} />}>
    <VoiceContent {...props} />
  </Suspense>
)
