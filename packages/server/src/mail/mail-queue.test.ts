import { expect, test } from 'bun:test'
import { parseConfig } from '../config/config'
import { silentLogger } from '../lib/logger'
import { FakeClock } from '../testing/fake-clock'
import { freePort } from '../testing/free-port'
import { TestSmtp } from '../testing/smtp-server'
import { compose } from './compose'
import { MailQueue } from './mail-queue'
import { MailError } from './mailer'
import { SmtpMailer } from './smtp'

const from = 'Parley <chat@parley.test>'
const mail = compose({ kind: 'test', to: 'carol@parley.test', language: 'en', server: 'Lakeside' })

const mailerFor = (url: string): SmtpMailer => {
  const { smtp } = parseConfig({ env: { PARLEY_SMTP_URL: url, PARLEY_MAIL_FROM: from } }).mail
  if (!smtp) throw new Error('no address')
  return new SmtpMailer({ address: smtp, from })
}

test('a mail waits for a server that is down, and is dropped after the last try', async () => {
  const clock = new FakeClock()
  const port = await freePort()
  const warnings: string[] = []
  const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) }
  const queue = new MailQueue({ mailer: mailerFor(`smtp://localhost:${port}`), clock, logger })
  queue.add(mail)
  await queue.idle()
  expect(queue.length).toBe(1)
  {
    await using server = await TestSmtp.start({ tls: 'off', port })
    await clock.advance(5_000)
    await queue.idle()
    expect([server.mails.length, queue.length]).toEqual([1, 0])
    const lastFailure = { at: clock.now() - 5_000, problem: 'connection_refused' } as const
    expect(queue.health).toEqual({ waiting: 0, sent: 1, failed: 0, lastFailure })
  }
  queue.add(mail)
  for (const ms of [0, 5_000, 30_000, 120_000, 240_000]) {
    await clock.advance(ms)
    await queue.idle()
  }
  expect(queue.length).toBe(0)
  expect(warnings).toEqual(['a mail was not sent'])
  expect(queue.health).toMatchObject({ waiting: 0, sent: 1, failed: 1, lastFailure: { at: clock.now() } })
})

test('the queue is bounded, and a refused mail is not tried again', async () => {
  const clock = new FakeClock()
  const warnings: string[] = []
  const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) }
  let tries = 0
  const mailer = {
    reachesPeople: true,
    send: async () => {
      tries++
      throw new MailError('recipient_refused', false, '550')
    },
    trial: async () => ({ problem: undefined, dialogue: [] }),
  }
  const queue = new MailQueue({ mailer, clock, logger })
  for (let at = 0; at < 250; at++) queue.add(mail)
  expect([queue.length, queue.isFull]).toEqual([200, true])
  await queue.idle()
  expect([tries, queue.length]).toEqual([200, 0])
  expect(warnings.filter((line) => line.includes('too many'))).toHaveLength(50)
  expect(queue.health).toMatchObject({ sent: 0, failed: 250, lastFailure: { problem: 'recipient_refused' } })
  await queue.stop()
  queue.add(mail)
  expect(queue.length).toBe(0)
})
