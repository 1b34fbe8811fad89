import { expect, test } from 'bun:test'
import { fileKind } from './file-kind'
import { endingOf, nameParts, plainName, sentName } from './file-name'

test('[M11] direction marks in a name are visible', () => {
  expect(plainName('annual\u202efdp.exe')).toBe('annual[U+202E]fdp.exe')
  expect(plainName('\u200ea\u200fb\u061cc\u2066d\u2069')).toBe('[U+200E]a[U+200F]b[U+061C]c[U+2066]d[U+2069]')
  expect(plainName('год 年.pdf')).toBe('год 年.pdf')
})

test('a name is sent as one line, with its end', () => {
  expect(sentName('a\nb\u202ec.png')).toBe('a b c.png')
  expect(sentName(`${'🙂'.repeat(200)}.png`)).toMatch(/^[^\ud800-\udfff]*(🙂)+\.png$/u)
  expect(sentName('\u200eevil\u200ffdp\u061c.exe')).toBe('evilfdp.exe')
  expect(sentName('\u202e\u200b')).toBe('')
})

test('the end of a name stays visible, and no character is split', () => {
  expect(nameParts('the minutes of the meeting v2.pdf')).toEqual(['the minutes of the meeti', 'ng v2.pdf'])
  expect(nameParts('a.pdf')).toEqual(['', 'a.pdf'])
  expect(nameParts('evil\u200ffdp.exe')).toEqual(['evi', 'l[U+200F]fdp.exe'])
  expect(nameParts('🙂'.repeat(12))).toEqual(['🙂'.repeat(8), '🙂'.repeat(4)])
  expect(nameParts('年会记录最终修订版第三稿.png')).toEqual(['年会记录最终修订版第', '三稿.png'])
})

test('kinds of files follow from extensions, else from types', () => {
  const kind = (name: string, mime = '') => fileKind({ name, mime })
  expect(['A.PDF', 'b.tar.gz', 'c.XLSX', 'd.mp3', 'e.heic', 'f.ts', 'g.mkv'].map((name) => kind(name))).toEqual([
    ...(['document', 'archive', 'sheet', 'audio', 'picture', 'code', 'video'] as const),
  ])
  expect(kind('unknown', 'audio/mpeg')).toBe('audio')
  expect(kind('unknown.xyz', 'application/octet-stream')).toBe('other')
  expect([endingOf('archive.tar.gz'), endingOf('no ending'), endingOf('.'), endingOf('x.')]).toEqual(['gz', '', '', ''])
})
