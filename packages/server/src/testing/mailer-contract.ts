import { expect, test } from 'bun:test'
import { compose } from '../mail/compose'
import { type Mail, MailError, type Mailer } from '../mail/mailer'

/** A mailer and the mails that it has handed over. */
export interface MailerScene extends AsyncDisposable {
  readonly mailer: Mailer
  /** The mails that arrived, as their readers see them. */
  received(): Promise<readonly string[]>
  /** A mailer of the same kind whose mails can't be handed over. */
  readonly broken: Mailer
}

const mailTo = (to: string, language: string): Mail =>
  compose({ kind: 'verify', to, language, server: 'Lakeside', username: 'carol', code: '123456', minutes: 10 })

/** The promises of every mailer. */
export const testMailer = (name: string, open: () => Promise<MailerScene>): void => {
  test(`${name} hands over each mail once, with its recipient and its text in any script`, async () => {
    await using scene = await open()
    const people = ['alice', 'bob', 'carol'].map((person) => `${person}@parley.test`)
    await Promise.all(people.map((to) => scene.mailer.send(mailTo(to, 'zh-CN'))))
    const received = await scene.received()
    expect(received).toHaveLength(people.length)
    for (const to of people) expect(received.filter((mail) => mail.includes(to))).toHaveLength(1)
    for (const mail of received) expect(mail).toContain('Lakeside 验证码：123456')
  })

  test(`${name} reports a mail that was not handed over, by its problem`, async () => {
    await using scene = await open()
    const sent = scene.broken.send(mailTo('carol@parley.test', 'en'))
    await expect(sent).rejects.toBeInstanceOf(MailError)
  })

  test(`${name} sends a test mail, and returns its failure`, async () => {
    await using scene = await open()
    const mail = mailTo('carol@parley.test', 'en')
    await scene.mailer.trial(mail)
    expect(await scene.received()).toHaveLength(1)
    const { problem, dialogue } = await scene.broken.trial(mail)
    expect(problem).toBeDefined()
    expect(dialogue.length).toBeGreaterThan(0)
  })
}
