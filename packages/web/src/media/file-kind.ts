import { endingOf } from './file-name'

/** The kinds of files that icons distinguish. */
export type FileKind = 'archive' | 'audio' | 'code' | 'document' | 'picture' | 'sheet' | 'video' | 'other'

const endings: Readonly<Record<Exclude<FileKind, 'other'>, string>> = {
  archive: '7z bz2 dmg gz iso rar tar tgz xz zip zst',
  audio: 'aac aiff flac m4a mid mp3 oga ogg opus wav wma',
  code: 'c cpp cs css go h html java js json kt lua php py rb rs sh sql swift toml ts tsx vue xml yaml yml',
  document: 'doc docx epub md odp odt pdf pages ppt pptx rtf tex txt',
  picture: 'avif bmp gif heic heif jpeg jpg png psd svg tif tiff webp',
  sheet: 'csv numbers ods tsv xls xlsx',
  video: 'avi flv m4v mkv mov mp4 mpg ogv webm wmv',
}
const byEnding = new Map(
  Object.entries(endings).flatMap(([kind, all]) => all.split(' ').map((ending) => [ending, kind as FileKind])),
)
const byMime: readonly (readonly [start: string, kind: FileKind])[] = [
  ['audio/', 'audio'],
  ['video/', 'video'],
  ['image/', 'picture'],
  ['text/csv', 'sheet'],
  ['text/html', 'code'],
  ['text/', 'document'],
  ['application/pdf', 'document'],
  ['application/zip', 'archive'],
]

/** By extension, else by type. */
export const fileKind = ({ name, mime }: { readonly name: string; readonly mime: string }): FileKind =>
  byEnding.get(endingOf(name)) ?? byMime.find(([start]) => mime.startsWith(start))?.[1] ?? 'other'
