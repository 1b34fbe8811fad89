import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HttpApp } from '../testing/http-app'
import { rawHttp } from '../testing/raw-http'

/** A node with a web client of two files, and one file beside the client's directory. */
const scene = async () => {
  const app = await HttpApp.start()
  mkdirSync(join(app.directory, 'web', 'assets'), { recursive: true })
  const files = { 'web/index.html': 'the client', 'web/assets/app.js': 'the script', 'secret.txt': 'outside' }
  for (const [path, text] of Object.entries(files)) writeFileSync(join(app.directory, path), text)
  return { app, get: (path: string) => rawHttp(app.app.port, [`GET ${path} HTTP/1.1`]) }
}

test('paths that try to leave the web client’s directory find nothing, in their raw form on the wire', async () => {
  const { app, get } = await scene()
  await using _ = app
  expect(await get('/')).toEqual({ status: 200, body: 'the client' })
  expect(await get('/assets/app.js')).toEqual({ status: 200, body: 'the script' })
  for (const path of [
    ...['/../secret.txt', '/assets/../../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%2e%2e%2fsecret.txt'],
    ...['//secret.txt', '/..\\secret.txt', '/assets/..%5c..%5csecret.txt', '/%252e%252e/secret.txt'],
    ...['/../data/parley.db', '/..%2fdata%2fparley.db', `${app.directory}/secret.txt`, '/secret.txt%00.html'],
  ]) {
    const { status, body } = await get(path)
    // Paths like those of files are not found; others are a page of the client.
    expect([path, status, body]).toEqual(
      status === 404 ? [path, 404, 'There is no such file.\n'] : [path, 200, 'the client'],
    )
  }
})

test('an invalid path is refused', async () => {
  const { app } = await scene()
  await using _ = app
  const port = app.app.port
  for (const line of ['GET secret.txt HTTP/1.1', 'GET  HTTP/1.1', '/'])
    expect([line, (await rawHttp(port, [line])).status]).toEqual([line, 400])
})
