import { expect, test } from 'bun:test'
import { createServer } from 'node:net'
import { parseConfig } from '../config/config'
import { decodedMail } from '../testing/decoded-mail'
import { freePort } from '../testing/free-port'
import { testMailer } from '../testing/mailer-contract'
import { TestSmtp, type TestSmtpOptions } from '../testing/smtp-server'
import { compose } from './compose'
import { SmtpMailer } from './smtp'
import { smtpProblem } from './smtp-problem'

const from = 'Parley <chat@parley.test>'
const mail = compose({ kind: 'test', to: 'carol@parley.test', language: 'en', server: 'Lakeside' })
const user = { name: 'parley', password: 'pass&word' }

const mailerFor = (url: string, timeoutMs = 15_000): SmtpMailer => {
  const { smtp } = parseConfig({ env: { PARLEY_SMTP_URL: url, PARLEY_MAIL_FROM: from } }).mail
  if (!smtp) throw new Error('no address')
  return new SmtpMailer({ address: smtp, from, timeoutMs })
}

const problemWith = async (url: string): Promise<string | undefined> => {
  const { problem } = await mailerFor(url).trial(mail)
  return problem
}

testMailer('a mailer that speaks SMTP', async () => {
  const server = await TestSmtp.start({ tls: 'off' })
  return {
    mailer: mailerFor(server.url()),
    received: async () => server.mails.map(({ raw }) => decodedMail(raw)),
    broken: mailerFor(`smtp://localhost:${await freePort()}`),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
})

test.each(['implicit', 'starttls'] as const)(
  'a mail arrives over %s TLS, with a certificate of an own authority',
  async (tls) => {
    await using server = await TestSmtp.start({ tls, user })
    await mailerFor(server.url({ password: 'pass%26word' })).send(mail)
    expect(server.mails).toEqual([{ to: ['carol@parley.test'], raw: expect.any(String), secure: true }])
    const text = decodedMail(server.mails[0]?.raw ?? '')
    expect(text).toContain('Subject: Test mail from Lakeside')
    expect(text).toContain('From: Parley <chat@parley.test>')
    expect(text).toContain('text/html')
  },
)

test('without TLS, nothing is sent unless the setting says so', async () => {
  await using server = await TestSmtp.start({ tls: 'off' })
  expect(await problemWith(`smtp://localhost:${server.port}?tls=on`)).toBe('starttls_missing')
  expect(server.mails).toEqual([])
  await mailerFor(`smtp://localhost:${server.port}`).send(mail)
  expect(server.mails).toHaveLength(1)
})

const refusals: readonly [string, TestSmtpOptions, string][] = [
  ['a sender', { refuse: { what: 'sender', code: 553 } }, 'sender_refused'],
  ['a recipient', { refuse: { what: 'recipient', code: 550 } }, 'recipient_refused'],
]
test.each(refusals)('a refusal of %s is named', async (_what, options, problem) => {
  await using server = await TestSmtp.start(options)
  const outcome = await mailerFor(server.url()).trial(mail)
  expect(outcome.problem as string).toBe(problem)
  expect(outcome.dialogue.join('\n')).toMatch(/^< 55[03]/m)
})

test('each wrong address, port, certificate and password is a different problem', async () => {
  await using starttls = await TestSmtp.start({ user })
  await using implicit = await TestSmtp.start({ tls: 'implicit', user })
  expect(await problemWith(starttls.url({ password: 'wrong' }))).toBe('wrong_password')
  expect(await problemWith(starttls.url({ ca: false, password: 'pass%26word' }))).toBe('certificate')
  expect(await problemWith(implicit.url({ ca: false, password: 'pass%26word' }))).toBe('certificate')
  expect(await problemWith(starttls.url().replace('smtp:', 'smtps:').replace('&tls=on', ''))).toBe('not_implicit_tls')
  expect(await problemWith(`smtp://localhost:${await freePort()}`)).toBe('connection_refused')
  expect(await problemWith('smtp://no-such-host.invalid')).toBe('name_not_found')
})

test('a server with implicit TLS that is addressed without it is recognised by its port', async () => {
  await using implicit = await TestSmtp.start({ tls: 'implicit' })
  const { smtp } = parseConfig({
    env: { PARLEY_SMTP_URL: `smtp://localhost:${implicit.port}`, PARLEY_MAIL_FROM: from },
  }).mail
  if (!smtp) throw new Error('no address')
  const silent = await new SmtpMailer({ address: smtp, from, timeoutMs: 300 }).trial(mail)
  expect(silent.problem).toBe('no_answer')
  expect(smtpProblem(new Error('Greeting never received'), { ...smtp, port: 465 }).problem).toBe('implicit_tls')
})

test('the dialogue is whole and has no password', async () => {
  await using server = await TestSmtp.start({ user })
  const { dialogue, problem } = await mailerFor(server.url({ password: 'pass%26word' })).trial(mail)
  expect(problem).toBeUndefined()
  const text = dialogue.join('\n')
  for (const line of ['> STARTTLS', '> MAIL FROM:<chat@parley.test>', '> RCPT TO:<carol@parley.test>', '> DATA'])
    expect(text).toContain(line)
  expect(text).toMatch(/^< 220/m)
  expect(text).not.toContain('pass&word')
  expect(text).not.toContain(Buffer.from('\0parley\0pass&word').toString('base64'))
})

test('a server that talks without end is left after a time', async () => {
  const port = await freePort()
  const server = createServer((socket) => {
    socket.write('220 welcome\r\n')
    const talk = setInterval(() => socket.write('250-and one more thing\r\n'), 10)
    socket.on('error', () => {}).on('close', () => clearInterval(talk))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  try {
    const sent = mailerFor(`smtp://127.0.0.1:${port}`, 200).send(mail)
    await expect(sent).rejects.toMatchObject({ problem: 'no_answer', retry: true })
  } finally {
    server.close()
  }
})
