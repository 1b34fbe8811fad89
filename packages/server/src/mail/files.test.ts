import { expect, test } from 'bun:test'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLogger } from '../lib/logger'
import { decodedMail } from '../testing/decoded-mail'
import { FakeClock } from '../testing/fake-clock'
import { testMailer } from '../testing/mailer-contract'
import { compose } from './compose'
import { FileMailer } from './files'
import type { Mail } from './mailer'

const from = 'Parley <chat@parley.test>'
const filesIn = (directory: string) =>
  new FileMailer({ directory, from, clock: new FakeClock(Date.now()), logger: silentLogger })

testMailer('a mailer that writes files', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-mail-'))
  const inside = join(directory, 'mail')
  const noDirectory = join(directory, 'file')
  await writeFile(noDirectory, '')
  const received = async () => {
    const names = await readdir(inside)
    return Promise.all(names.map(async (name) => decodedMail(await readFile(join(inside, name), 'utf8'))))
  }
  return {
    mailer: filesIn(inside),
    received,
    broken: filesIn(join(noDirectory, 'mail')),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  }
})

test('without a mail server, the newest mails lie as private files', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-mail-'))
  try {
    const paths: (string | undefined)[] = []
    const logger = {
      ...silentLogger,
      info: (_m: string, fields?: { path?: string | undefined }) => void paths.push(fields?.path),
    }
    const inside = join(directory, 'mail')
    const files = new FileMailer({ directory: inside, from, clock: new FakeClock(Date.now()), logger })
    const letter: Mail = compose({
      ...{ kind: 'verify', to: 'carol@parley.test', language: 'zh-CN', server: 'Lakeside', username: 'carol' },
      ...{ code: '123456', minutes: 10 },
    })
    await Promise.all(Array.from({ length: 103 }, () => files.send(letter)))
    const names = await readdir(inside)
    expect(names).toHaveLength(100)
    const last = paths.at(-1) ?? ''
    expect(decodedMail(await readFile(last, 'utf8'))).toContain('Lakeside 验证码：123456')
    expect(((await stat(last)).mode & 0o777).toString(8)).toBe('600')
    expect(((await stat(inside)).mode & 0o777).toString(8)).toBe('700')
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})
