import type { Input, Result } from '@parley/protocol'
import type { Settings } from '../accounts/settings'
import type { AuditLog } from '../audit/audit-log'
import type { Config } from '../config/config'
import type { Caller } from '../lib/caller'
import { compose } from '../mail/compose'
import type { MailParts } from '../mail/create-mail'
import type { Database } from '../storage/database'

export interface MailStatusOptions {
  readonly config: Pick<Config, 'mail'>
  readonly mail: MailParts
  readonly database: Database
  readonly settings: Pick<Settings, 'serverName'>
  readonly audit: Pick<AuditLog, 'record'>
}

/** How this node sends mails, for administrators. */
export class MailStatus {
  constructor(private readonly options: MailStatusOptions) {}

  current(): Result<'admin.mail'> {
    const { smtp, from } = this.options.config.mail
    return {
      ...(smtp ? { server: `${smtp.host}:${smtp.port}` } : {}),
      ...(from === undefined ? {} : { from }),
      ...this.options.mail.queue.health,
    }
  }

  /** Sends a test mail at once, past the queue. The audit log leaves out the recipient. */
  async test(caller: Caller, { to, language }: Input<'admin.testMail'>): Promise<Result<'admin.testMail'>> {
    const { audit, database, mail, settings } = this.options
    const server = await database.write(async (tx) => {
      await audit.record(tx, caller, { action: 'mail_tested' })
      return (await settings.serverName(tx.db)) ?? 'Parley'
    })
    const { problem, dialogue } = await mail.mailer.trial(compose({ kind: 'test', to, language, server }))
    return { ...(problem === undefined ? {} : { problem }), dialogue: [...dialogue] }
  }
}
