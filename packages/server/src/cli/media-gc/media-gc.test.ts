import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { limits, type MediaId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { openBlobs } from '../../blobs/open-blobs'
import { parseConfig } from '../../config/config'
import { HttpApp } from '../../testing/http-app'
import { sharedObjectStore, whyNoObjectStore } from '../../testing/object-store'
import { serverMain } from '../../testing/server-main'
import { parseArguments } from '../arguments'
import { runMediaGc } from './run-media-gc'

const missing = whyNoObjectStore()
if (missing) console.log(`Skipped, the collection in a store that speaks S3: ${missing}.`)

const places = [
  ['a directory', false, async () => ({})],
  [
    'a store that speaks S3',
    missing !== undefined,
    async () => ({ PARLEY_BLOBS_URL: (await sharedObjectStore()).url() }),
  ],
] as const

/** Runs the command beside the server. */
const run = async (env: Readonly<Record<string, string>>, ...options: string[]) => {
  const child = Bun.spawn([process.execPath, serverMain, 'media', 'gc', ...options], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { exitCode: await child.exited, out, err }
}

const putFile = async (app: HttpApp, token: string, text: string): Promise<MediaId> => {
  const id = newUuidV7() as MediaId
  const authorization = `Bearer ${token}`
  const size = text.length
  const announced = { id, chatId: WORLD_CHAT_ID, kind: 'file', name: 'plan.txt', size }
  expect((await app.call('media.create', announced, { authorization })).status).toBe(200)
  const sent = await fetch(`${app.url}/files/${id}`, { method: 'PUT', body: text, headers: { authorization } })
  expect(sent.status).toBe(200)
  return id
}

test('the words of the command', () => {
  expect(parseArguments(['media', 'gc'])).toEqual({ name: 'media-gc', dryRun: false })
  expect(parseArguments(['media', 'gc', '--dry-run'])).toEqual({ name: 'media-gc', dryRun: true })
  for (const words of [['media'], ['media', 'gc', '--dry-run', 'x']])
    expect(parseArguments(words)).toMatchObject({ sentence: expect.stringContaining('parley media gc --dry-run') })
})

for (const [name, skipped, where] of places)
  test.skipIf(skipped)(`in ${name}, beside a running server, a dry run says what the next one removes`, async () => {
    const place = await where()
    await using app = await HttpApp.start(place)
    const dataDir = join(app.directory, 'data')
    const env = { PARLEY_DATA_DIR: dataDir, ...place }
    const { token } = await app.register('alice')
    const [unsent, sent, young] = [
      await putFile(app, token, 'unsent'),
      await putFile(app, token, 'sent'),
      await putFile(app, token, 'young'),
    ]
    const body = { type: 'file', mediaId: sent }
    const message = { id: newUuidV7(), chatId: WORLD_CHAT_ID, body }
    expect((await app.call('messages.send', message, { authorization: `Bearer ${token}` })).status).toBe(200)
    await age(dataDir, [unsent, sent])
    const line = new RegExp(`^upload ${unsent}  0\\.0 MB  it was not sent within a day$`, 'm')
    const dry = await run(env, '--dry-run')
    expect([dry.exitCode, dry.err]).toEqual([0, ''])
    expect(dry.out).toMatch(line)
    expect(dry.out).toContain('Would be removed: 1 uploads and 0 other blobs (0.0 MB).')
    expect(await idsIn(app)).toEqual([unsent, sent, young].toSorted())
    const wet = await run(env)
    expect([wet.exitCode, wet.err, wet.out.match(line)?.length]).toEqual([0, '', 1])
    expect(await idsIn(app)).toEqual([sent, young].toSorted())
    expect((await run(env)).out).toBe('Removed: 0 uploads and 0 other blobs (0.0 MB).\n')
    await app.blobs.remove(sent)
    const lost = await run(env, '--dry-run')
    expect([lost.exitCode, lost.out, lost.err]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^missing ${sent}/`)),
      expect.stringContaining('1 blobs are missing'),
    ])
  })

test('a place of another installation is refused, and nothing there is removed', async () => {
  await using app = await HttpApp.start()
  await app.register('alice')
  const others = join(app.directory, 'others')
  const config = parseConfig({
    env: { PARLEY_DATA_DIR: join(app.directory, 'data'), PARLEY_BLOBS_URL: `file://${others}` },
  })
  const blobs = openBlobs(config)
  const key = `${newUuidV7()}/file`
  await blobs.put(key, Buffer.from('of others'))
  await utimes(join(others, key.slice(34, 36), key), 0, 0)
  const sentence = await runMediaGc({ config, dryRun: false, print: () => {} })
  expect(sentence).toContain('belong to different installations. Nothing was removed.')
  expect(await blobs.get(key)).toBeDefined()
})

/** Lets a day pass for some uploads. */
const age = async (dataDir: string, ids: readonly MediaId[]): Promise<void> => {
  using db = new Database(join(dataDir, 'parley.db'))
  for (const id of ids)
    db.query('update media set used_at = used_at - ? where id = ?').run(
      limits.mediaUnusedMs + 60_000,
      Buffer.from(id.replaceAll('-', ''), 'hex'),
    )
}

const idsIn = async ({ blobs }: HttpApp): Promise<string[]> => {
  const { blobs: listed } = await blobs.list({ limit: 100 })
  return listed.map(({ key }) => key.slice(0, 36)).toSorted()
}
