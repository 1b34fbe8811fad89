import type { VoiceBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { useEffect } from 'react'
import { VoiceContent } from '../../src/voice'
import type { NoMicrophone, Recording } from '../../src/voice/recorder'
import { NoMicrophoneBar, RecordingBar } from '../../src/voice/recording-bar'
import { playerStore } from '../../src/voice/track'
import { ElsewhereBar, PlayerBar } from '../../src/voice/voice-bars'
import { nowMs } from '../fixed-clock'
import { walkers } from '../fixtures/chats'
import { mediaId, messageId } from '../fixtures/ids'
import { bob, me } from '../fixtures/people'
import { Case, Cases, Stage } from '../frame'

const nothing = () => undefined
const peaks = Array.from({ length: 64 }, (_, at) => Math.round(Math.abs(Math.sin(at / 3) * Math.cos(at / 17)) * 31))

const body: VoiceBody = {
  ...{ type: 'voice', mediaId: mediaId(90), name: 'voice.webm', mime: 'audio/webm', size: 14_200 },
  ...{ durationMs: 42_000, peaks },
}

const message = (number: number, more: Partial<TimelineMessage> = {}): TimelineMessage => ({
  ...{ id: messageId(700 + number), chatId: walkers, senderId: bob.id, at: nowMs, body, status: 'sent', seq: number },
  ...more,
})

const { peaks: _, ...withoutPeaks } = body
const heard = message(2)
const track = {
  chatId: walkers,
  messageId: heard.id,
  mediaId: mediaId(90),
  senderId: bob.id,
  seq: 2,
  durationMs: 42_000,
}
const playing = { track, key: heard.id, runs: true, atMs: 17_000, durationMs: 42_000 }

const bubbles: Readonly<Record<string, readonly [TimelineMessage, VoiceBody]>> = {
  'not played': [message(1), body],
  playing: [heard, body],
  own: [message(3, { senderId: me.id }), body],
  'without peaks': [message(4, { senderId: me.id }), withoutPeaks],
  'not playable here': [message(5), { ...body, mime: 'audio/x-unknown' }],
}

const recording: Recording = {
  ...{ chatId: walkers, phase: 'recording', held: false, elapsedMs: 7_300, maxMs: 900_000 },
  levels: Array.from({ length: 48 }, (_, at) => Math.abs(Math.sin(at / 4))),
}
const preview = { bytes: new Blob(), durationMs: 7_300, peaks }
const recordings: Readonly<Record<string, Recording>> = {
  recording,
  held: { ...recording, held: true },
  paused: { ...recording, phase: 'paused', preview },
  'at the limit': { ...recording, phase: 'paused', ended: 'limit', elapsedMs: 900_000, preview },
  'ending soon': { ...recording, elapsedMs: 885_000 },
  'microphone lost': { ...recording, phase: 'paused', ended: 'lost', preview },
}
const reasons: readonly NoMicrophone[] = ['insecure', 'unsupported', 'denied', 'missing', 'busy']

/** Voice messages in each state, the bars that replace the composer, and the bars above everything. */
export const Voice = () => {
  useEffect(() => playerStore.setState({ playing }), [])
  return (
    <div className="flex flex-col gap-20 bg-chat-bg p-16">
      <Cases columns={3}>
        {Object.entries(bubbles).map(([name, [one, its]]) => (
          <Case key={name} name={name}>
            <Stage className="p-12">
              <VoiceContent message={one} body={its} meta={<span>21:40</span>} reachable />
            </Stage>
          </Case>
        ))}
      </Cases>
      <Cases columns={2}>
        {Object.entries(recordings).map(([name, one]) => (
          <Case key={name} name={name}>
            <Stage className="p-8">
              <RecordingBar recording={one} onSend={nothing} />
            </Stage>
          </Case>
        ))}
        {reasons.map((reason) => (
          <Case key={reason} name={reason}>
            <Stage className="p-8">
              <NoMicrophoneBar reason={reason} focused={false} onFile={nothing} onClose={nothing} />
            </Stage>
          </Case>
        ))}
      </Cases>
      <Cases columns={2}>
        <Case name="player bar">
          <PlayerBar playing={playing} track={track} />
        </Case>
        <Case name="recording elsewhere">
          <ElsewhereBar recording={recording} />
        </Case>
      </Cases>
    </div>
  )
}
