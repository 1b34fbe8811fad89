import { expect, test } from 'bun:test'
import { open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unpack, whyNoArchives } from '../testing/archive'
import { archiveEnd, crcOf, directoryRecord, streamFooter, streamHeader, wholeFile, type ZipEntry } from './zip'

const missing = whyNoArchives()
if (missing) console.log(`Skipped, archives: ${missing}.`)
const at = Date.UTC(2026, 10, 30, 12, 34, 56)

/** The end of an archive with some files. */
const endOf = (entries: readonly ZipEntry[], offset: number): Uint8Array => {
  const directory = Buffer.concat(entries.map(directoryRecord))
  return Buffer.concat([directory, archiveEnd({ entries: entries.length, offset, size: directory.length })])
}

test.skipIf(missing !== undefined)(
  'an archive holds whole and copied files, and what lies between them is ignored',
  async () => {
    const text = Buffer.from('hello '.repeat(1_000))
    const first = await wholeFile({ name: 'a/读我.txt', at }, text, 0)
    const junk = Buffer.from('PK\u0003\u0004 half a turn')
    const offset = first.bytes.length + junk.length
    const header = streamHeader({ name: 'b.bin', at }, text.length)
    const crc = crcOf(text.subarray(100), crcOf(text.subarray(0, 100)))
    const second = {
      name: 'b.bin',
      at,
      crc,
      size: text.length,
      storedSize: text.length,
      offset,
      deflated: false,
      streamed: true,
    }
    const body = Buffer.concat([first.bytes, junk, header, text, streamFooter(crc, text.length)])
    expect(first.bytes.length).toBeLessThan(text.length)
    await using archive = await unpack(new Blob([body, endOf([first.entry, second], body.length)]))
    expect(archive.names).toEqual(['a/读我.txt', 'b.bin'])
    expect(Buffer.from(await archive.bytes('a/读我.txt')).equals(text)).toBe(true)
    expect(Buffer.from(await archive.bytes('b.bin')).equals(text)).toBe(true)
  },
)

const describe = `
import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
infos = archive.infolist()
print(json.dumps([len(infos), infos[0].file_size, infos[-1].header_offset, archive.read(infos[-1]).decode()]))
`

test.skipIf(missing !== undefined)('files, places and numbers of files have no limit', async () => {
  const path = join(tmpdir(), `parley-large-${crypto.randomUUID()}.zip`)
  const size = 5 * 1024 ** 3
  const file = await open(path, 'w')
  try {
    const header = streamHeader({ name: 'large.bin', at }, size)
    await file.write(header, 0, header.length, 0)
    const footer = streamFooter(1, size)
    await file.write(footer, 0, footer.length, header.length + size)
    const offset = header.length + size + footer.length
    const large = { name: 'large.bin', at, crc: 1, size, storedSize: size, offset: 0, deflated: false, streamed: true }
    const last = await wholeFile({ name: 'last.txt', at }, Buffer.from('the end'), offset)
    await file.write(last.bytes, 0, last.bytes.length, offset)
    const many = Array.from({ length: 70_000 }, (_, index) => ({ ...last.entry, name: `${index}.txt` }))
    const end = endOf([large, ...many, last.entry], offset + last.bytes.length)
    await file.write(end, 0, end.length, offset + last.bytes.length)
    const child = Bun.spawnSync(['python3', '-c', describe, path])
    expect(JSON.parse(child.stdout.toString())).toEqual([70_002, size, offset, 'the end'])
  } finally {
    await file.close()
    await rm(path)
  }
})
