import type { Input, Result } from '@parley/protocol'
import type { Config } from '../config/config'
import { compose } from '../mail/compose'
import type { MailParts } from '../mail/create-mail'

export interface MailStatusOptions {
  readonly config: Pick<Config, 'mail'>
  readonly mail: MailParts
  /** The name of this installation. */
  readonly serverName: () => Promise<string | undefined>
}

/** How this node sends mails, for administrators. */
export class MailStatus {
  constructor(private readonly options: MailStatusOptions) {}

  current(): Result<'admin.mail'> {
    const { smtp, from } = this.options.config.mail
    return {
      ...(smtp ? { server: `${smtp.host}:${smtp.port}` } : {}),
      ...(from === undefined ? {} : { from }),
      waiting: this.options.mail.queue.length,
    }
  }

  /** Sends a test mail at once, past the queue. */
  async test({ to, language }: Input<'admin.testMail'>): Promise<Result<'admin.testMail'>> {
    const { mail, serverName } = this.options
    const server = (await serverName()) ?? 'Parley'
    const { problem, dialogue } = await mail.mailer.trial(compose({ kind: 'test', to, language, server }))
    return { ...(problem === undefined ? {} : { problem }), dialogue: [...dialogue] }
  }
}
