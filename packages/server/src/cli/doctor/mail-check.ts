import type { Config } from '../../config/config'
import { mailIn } from '../../mail/create-mail'
import { type Check, good } from './check'

/** Says where mails go. It sends none; `parley doctor mail` does. */
export const mailCheck = ({ mail: { smtp, from }, dataDir }: Pick<Config, 'mail' | 'dataDir'>): Check => ({
  name: 'e-mail',
  run: async () => [
    smtp
      ? good(`${from} sends through ${smtp.host}:${smtp.port}. Test it: parley doctor mail --to you@example.org`)
      : good(`No mail server is set. Mails become files in ${mailIn(dataDir)}.`),
  ],
})
