import { expect, test } from 'bun:test'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseConfig } from '../../config/config'
import { TestSmtp } from '../../testing/smtp-server'
import { tryMail } from './try-mail'

const to = 'carol@parley.test'
const configOf = (url: string) =>
  parseConfig({ env: { PARLEY_SMTP_URL: url, PARLEY_MAIL_FROM: 'Parley <chat@parley.test>' } })

test('a test mail is sent, and the dialogue is printed with its outcome', async () => {
  await using server = await TestSmtp.start({ user: { name: 'parley', password: 'correct' } })
  const sent = await tryMail(configOf(server.url()), to)
  expect(sent).toEqual({ healthy: true, text: expect.stringContaining('> RCPT TO:<carol@parley.test>') })
  expect(sent.text).toContain('✓ The mail server took the mail.')
  expect(server.mails).toHaveLength(1)
  const refused = await tryMail(configOf(server.url({ password: 'wrong' })), to)
  expect(refused.healthy).toBe(false)
  expect(refused.text).toMatch(/^< 535/m)
  expect(refused.text).toContain('✗ The mail server refused the sign-in (535). Check user and password')
})

test('without a mail server, the test mail is a file, and the sentence says how to set one', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-try-mail-'))
  try {
    const { text, healthy } = await tryMail(parseConfig({ env: { PARLEY_DATA_DIR: directory } }), to)
    expect([healthy, text]).toEqual([false, expect.stringContaining('Set PARLEY_SMTP_URL and PARLEY_MAIL_FROM')])
    expect(await readdir(join(directory, 'mail'))).toEqual([expect.stringMatching(/\.eml$/)])
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})
