import type { ChatId, Media, MediaId } from '@parley/protocol'
import { pngOf } from './sample-pictures'
import type { Person, TestApp } from './test-app'
import { upload } from './upload'

export const peaks = Array.from({ length: 64 }, (_, at) => at % 32)
/** The beginnings of files in containers that players know. */
export const webm = Buffer.from('1a45dfa3934282847765626d', 'hex')
export const mp4 = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isomavc1', 'latin1')

/** Uploads of every kind by one person for one chat. */
export const samplesOf = (app: TestApp, person: Person, chatId: ChatId) => ({
  picture: (): Promise<Media> => upload(app, person, { chatId, bytes: pngOf(64, 48) }),
  video: (poster?: MediaId): Promise<Media> => {
    const film = { kind: 'video', width: 640, height: 480, durationMs: 2_000, ...(poster && { poster }) } as const
    return upload(app, person, { chatId, name: 'sea.mp4', bytes: mp4, announced: film })
  },
  voice: (): Promise<Media> => {
    const spoken = { kind: 'voice', durationMs: 3_000, peaks, mime: 'audio/webm;codecs=opus' } as const
    return upload(app, person, { chatId, name: 'voice.webm', bytes: webm, announced: spoken })
  },
  file: (): Promise<Media> =>
    upload(app, person, { chatId, name: 'plan.pdf', bytes: Buffer.from('%PDF-1.7'), announced: { kind: 'file' } }),
})
