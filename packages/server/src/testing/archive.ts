import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Why this machine can't read archives; undefined where it can. */
export const whyNoArchives = (): string | undefined => (Bun.which('python3') ? undefined : 'python3 is not installed')

const reader = `
import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
bad = archive.testzip()
if bad is not None: sys.exit('damaged: ' + bad)
archive.extractall(sys.argv[2])
print(json.dumps([info.filename for info in archive.infolist()]))
`

/** An archive that an independent program unpacked and checked. */
export interface Unpacked extends AsyncDisposable {
  /** The names of its files, in the order of its directory. */
  readonly names: readonly string[]
  text(name: string): Promise<string>
  json(name: string): Promise<unknown>
  bytes(name: string): Promise<Uint8Array>
}

/** @throws when the archive is damaged */
export const unpack = async (archive: Blob | ReadableStream<Uint8Array>): Promise<Unpacked> => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-archive-'))
  const path = join(directory, 'archive.zip')
  const files = join(directory, 'files')
  await Bun.write(path, new Response(archive))
  const child = Bun.spawn(['python3', '-c', reader, path, files], { stdout: 'pipe', stderr: 'pipe' })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  if ((await child.exited) !== 0) throw new Error(err)
  const file = (name: string) => Bun.file(join(files, name))
  return {
    names: JSON.parse(out) as string[],
    text: (name) => file(name).text(),
    json: (name) => file(name).json(),
    bytes: (name) => file(name).bytes(),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  }
}
