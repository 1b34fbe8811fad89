import { expect, test } from 'bun:test'
import { breaksAfter, streamOf } from '../testing/streams'
import { exactly, piecesOf } from './pieces'

const sizesOf = async (pieces: AsyncIterable<Uint8Array>): Promise<number[]> =>
  (await Array.fromAsync(pieces)).map(({ byteLength }) => byteLength)

test('a stream is cut into equal pieces, however its chunks come', async () => {
  expect(await sizesOf(piecesOf(streamOf(200_000), 90_000))).toEqual([90_000, 90_000, 20_000])
  expect(await sizesOf(piecesOf(streamOf(200_000), 50_000))).toEqual([50_000, 50_000, 50_000, 50_000])
  expect(await sizesOf(piecesOf(streamOf(0), 10))).toEqual([])
  const whole = Buffer.concat(await Array.fromAsync(streamOf(200_000)))
  expect(Buffer.concat(await Array.fromAsync(piecesOf(streamOf(200_000), 777))).equals(whole)).toBe(true)
})

test('bytes before a failure are a piece, and then the failure follows', async () => {
  const sizes: number[] = []
  const reading = async () => {
    for await (const piece of piecesOf(breaksAfter(25), 10)) sizes.push(piece.byteLength)
  }
  await expect(reading()).rejects.toThrow('the sender is gone')
  expect(sizes).toEqual([10, 10, 5])
})

test('a reader that stops ends the source stream', async () => {
  let ended = false
  async function* watched() {
    try {
      yield* streamOf(1_000_000)
    } finally {
      ended = true
    }
  }
  for await (const _ of piecesOf(watched(), 10)) break
  expect(ended).toBe(true)
})

test('a stream of another size is an error, and one that is too long is not read to its end', async () => {
  await expect(Array.fromAsync(exactly(10, streamOf(9)))).rejects.toThrow('A stream of 10 bytes had only 9.')
  await expect(Array.fromAsync(exactly(10, streamOf(11)))).rejects.toThrow('A stream of 10 bytes had more.')
  expect(await sizesOf(exactly(10, streamOf(10)))).toEqual([10])
})
