import { expect, test } from 'bun:test'
import { withoutTail } from './without-tail'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)
const bytesOf = async (blob: Blob) => Buffer.from(await blob.arrayBuffer())

test('what a phone appends to a picture is cut off, and nothing of the picture', async () => {
  const jpeg = Buffer.from(await new Bun.Image(png).resize(40, 30).jpeg().bytes())
  for (const [type, picture] of [
    ['image/jpeg', jpeg],
    ['image/png', png],
  ] as const)
    for (const tail of [jpeg, Buffer.from('\0\0\0\x18ftypmp42', 'latin1')]) {
      const cut = await withoutTail(new Blob([picture, tail], { type }))
      expect([cut.type, (await bytesOf(cut)).equals(picture)]).toEqual([type, true])
    }
})

test('a file that is only a picture, or none, stays as it is', async () => {
  for (const bytes of [png, png.subarray(0, 30), Buffer.from('<svg/>')]) {
    const file = new Blob([bytes])
    expect(await withoutTail(file)).toBe(file)
  }
})
