import { readFileSync } from 'node:fs'
import type { ChatId, MediaId, MessageId, Result } from '@parley/protocol'
import { newUuidV7 } from '@parley/protocol/ids'
import type { Locator, Page } from '@playwright/test'
import type { Person } from './people'
import type { BrowserOptions } from './test'
import { expect } from './test'

/** A browser that may use the microphone. */
export const speaking: BrowserOptions = { context: { permissions: ['microphone'] } }

export const voices = (page: Page): Locator => page.getByTestId('voice')
export const playButton = (voice: Locator): Locator => voice.getByTestId('voice-play')

/** The length of the recording in whole seconds. */
const recordedS = async (page: Page): Promise<number> => {
  const [minutes = 0, seconds = 0] = ((await page.getByTestId('recorded').textContent()) ?? '').split(':').map(Number)
  return minutes * 60 + seconds
}

/** Clicks the microphone and waits until this many seconds are recorded. */
export const recordFor = async (page: Page, seconds: number): Promise<void> => {
  await page.getByTestId('record').click()
  await expect.poll(() => recordedS(page)).toBeGreaterThanOrEqual(seconds)
}

export const speak = async (page: Page, seconds = 2): Promise<void> => {
  await recordFor(page, seconds)
  await page.getByTestId('send-voice').click()
  await expect(page.getByTestId('recording')).toHaveCount(0)
}

export type Sample = 'webm' | 'ogg' | 'm4a' | 'wav' | 'mp4'
const types: Readonly<Record<Sample, string>> = {
  ...{ webm: 'audio/webm', ogg: 'audio/ogg', m4a: 'audio/mp4', mp4: 'audio/mp4', wav: 'audio/wav' },
}

interface SentVoice {
  readonly sample?: Sample
  readonly peaks?: readonly number[]
  /** False for a file with only a valid beginning. */
  readonly whole?: boolean
}

/**
 * A WAVE file with repeated sound. The header stores the length of the sound at its end, and the length of the
 * remaining file near its start.
 */
const repeated = (wave: Buffer, times: number): Buffer => {
  const from = wave.indexOf('data') + 8
  const [header, sound] = [Buffer.from(wave.subarray(0, from)), wave.subarray(from)]
  header.writeUInt32LE(from - 8 + sound.length * times, 4)
  header.writeUInt32LE(sound.length * times, from - 4)
  return Buffer.concat([header, ...Array.from({ length: times }, () => sound)])
}

/** Sends a voice message of a minute, which still plays when a slow machine reaches the next step. */
export const sendLongVoice = async (person: Person, chatId: ChatId, peaks: readonly number[]): Promise<MessageId> => {
  const bytes = repeated(readFileSync(new URL('../fixtures/voice.wav', import.meta.url)), 20)
  return sendFile(person, chatId, { sample: 'wav', bytes, durationMs: 60_000, peaks })
}

/** Sends a voice message of three seconds over HTTP, from a file of this type. */
export const sendVoice = async (
  person: Person,
  chatId: ChatId,
  { sample = 'webm', peaks, whole = true }: SentVoice = {},
): Promise<MessageId> => {
  const file = readFileSync(new URL(`../fixtures/voice.${sample}`, import.meta.url))
  const bytes = whole ? file : Buffer.concat([file.subarray(0, 64), Buffer.alloc(200, 7)])
  return sendFile(person, chatId, { sample, bytes, durationMs: 3_000, ...(peaks && { peaks }) })
}

interface VoiceFile {
  readonly sample: Sample
  readonly bytes: Buffer
  readonly durationMs: number
  readonly peaks?: readonly number[]
}

const sendFile = async (
  person: Person,
  chatId: ChatId,
  { sample, bytes, durationMs, peaks }: VoiceFile,
): Promise<MessageId> => {
  const mediaId = newUuidV7() as MediaId
  const { upload } = (await person.call('media.create', {
    ...{ id: mediaId, chatId, kind: 'voice', name: `voice.${sample}`, mime: types[sample], size: bytes.length },
    ...{ durationMs, ...(peaks && { peaks: [...peaks] }) },
  })) as Result<'media.create'>
  const headers = { authorization: `Bearer ${person.token}` }
  const answer = await fetch(person.url + upload, { method: 'PUT', body: new Uint8Array(bytes), headers })
  if (!answer.ok) throw new Error(`The upload of ${sample} was refused: ${await answer.text()}`)
  const id = newUuidV7() as MessageId
  await person.call('messages.send', { id, chatId, body: { type: 'voice', mediaId } })
  return id
}
