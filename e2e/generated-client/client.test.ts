import { afterAll, beforeAll, expect, test } from 'bun:test'
import { join } from 'node:path'
import { newUuidV7 } from '@parley/protocol'
import type { Challenge } from '@parley/protocol/accounts'
import { solveChallenge } from '@parley/sdk/challenge'
import { pngOf } from '@parley/server/src/testing/sample-pictures'
import { type ServerProcess, startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'
import type { ProgramOptions, ProgramResult } from './program-options'

const root = join(import.meta.dir, '..', '..')
const programPath = join(import.meta.dir, 'program.ts')

const directory = temporaryDirectory('generated')
let server: ServerProcess
beforeAll(async () => {
  server = await startServer({ dataDir: `${directory.path}/data` })
})
afterAll(async () => {
  await server.end('SIGKILL')
  directory[Symbol.dispose]()
})

/** Runs a tool. Returns its output if it failed. */
const run = async (...command: readonly string[]): Promise<string> => {
  const child = Bun.spawn([process.execPath, ...command], { stdout: 'pipe', stderr: 'pipe' })
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return code === 0 ? '' : `${out}${err}`
}

/** Generates types with openapi-typescript from the document of the running server. */
const generate = async (): Promise<string> => {
  const cli = join(Bun.resolveSync('openapi-typescript/package.json', import.meta.dir), '..', 'bin', 'cli.js')
  const types = `${directory.path}/schema.d.ts`
  expect(await run(cli, `${server.url}/openapi.json`, '--output', types)).toBe('')
  return types
}

test('a program on a generated client compiles', async () => {
  const compilerOptions = {
    ...{ lib: ['ESNext', 'DOM', 'DOM.Iterable'], types: [] },
    paths: { 'virtual:openapi': [await generate()] },
  }
  const config = { extends: join(root, 'tsconfig.base.json'), compilerOptions, files: [programPath] }
  await Bun.write(`${directory.path}/tsconfig.json`, JSON.stringify(config))
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  expect(await run(tsc, '--noEmit', '--pretty', 'false', '-p', `${directory.path}/tsconfig.json`)).toBe('')
})

test('a program on a generated client signs up, writes, sends a picture and reads it back', async () => {
  const { program } = (await import(programPath)) as { program: (options: ProgramOptions) => Promise<ProgramResult> }
  const picture = new Uint8Array(pngOf(40, 30))
  const result = await program({
    ...{ url: server.url, picture, newId: () => newUuidV7() },
    solve: (challenge) => solveChallenge(challenge as Challenge),
  })
  expect(result).toMatchObject({
    media: { mime: 'image/webp', width: 40, height: 30 },
    bodies: ['Hello', 'image'],
    status: 'serving',
    refused: 'invalid_params',
  })
  expect(new TextDecoder().decode(result.bytes.slice(8, 12))).toBe('WEBP')
})
