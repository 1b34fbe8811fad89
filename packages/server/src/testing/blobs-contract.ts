import { describe, expect, test } from 'bun:test'
import { newUuidV7 } from '@parley/protocol'
import type { Blobs } from '../blobs/blobs'

export interface BlobsUnderTest {
  /** Two nodes' ways to one place. */
  readonly here: Blobs
  readonly there: Blobs
  /** Another place. */
  readonly elsewhere: Blobs
}

/** What every adapter of the port keeps. */
export const testBlobs = (name: string, open: () => Promise<BlobsUnderTest>): void => {
  describe(name, () => {
    test('what is put is got, in parts too, from every node', async () => {
      const { here, there } = await open()
      const key = `${newUuidV7()}/small.webp`
      await here.put(key, Buffer.from('picture'))
      const blob = await there.get(key)
      expect(blob?.size).toBe(7)
      expect(await blob?.slice(0, 7).text()).toBe('picture')
      expect(await blob?.slice(2, 4).text()).toBe('ct')
    })

    test('what was not put is not there, and removing it is no error', async () => {
      const { here } = await open()
      const id = newUuidV7()
      expect(await here.get(`${id}/a`)).toBeUndefined()
      await here.removeAll(id)
    })

    test('the same key again replaces, and removing takes everything of an id and nothing else', async () => {
      const { here, there } = await open()
      const [id, other] = [newUuidV7(), newUuidV7()]
      for (const key of [`${id}/a`, `${id}/b`, `${other}/a`]) await here.put(key, Buffer.from('one'))
      await there.put(`${id}/a`, Buffer.from('another'))
      expect(await (await here.get(`${id}/a`))?.slice(0, 99).text()).toBe('another')
      await there.removeAll(id)
      expect([await here.get(`${id}/a`), await here.get(`${id}/b`)]).toEqual([undefined, undefined])
      expect((await here.get(`${other}/a`))?.size).toBe(3)
    })

    test('a place keeps the first mark that it gets', async () => {
      const { here, there, elsewhere } = await open()
      const marks = await Promise.all([here.mark('one'), there.mark('two')])
      expect(marks[0]).toBe(marks[1])
      expect(await there.mark('three')).toBe(marks[0])
      expect(await elsewhere.mark('other')).toBe('other')
    })
  })
}
