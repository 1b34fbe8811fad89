import { logFields } from '../../packages/server/src/lib/log-fields.ts'
import { generatedFrom, page, table } from './markdown.mjs'

/** docs/reference/logs.md */
export const logsPage = () =>
  page(
    generatedFrom('packages/server/src/lib/log-fields.ts'),
    '# Logs',
    `Each line is a JSON object on standard error. \`PARLEY_LOG_FORMAT\` and \`PARLEY_LOG_LEVEL\` change that. This table lists all fields;\nlines leave out empty fields. No line contains a password, a token or the text of a message.`,
    table(
      ['field', 'type', ''],
      Object.entries(logFields).map(([name, { type, doc }]) => [`\`${name}\``, type, doc]),
    ),
  )
