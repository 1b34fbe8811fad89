import { logFields } from '../../packages/server/src/lib/log-fields.ts'
import { generatedFrom, page, table } from './markdown.mjs'

/** docs/reference/logs.md */
export const logsPage = () =>
  page(
    generatedFrom('packages/server/src/lib/log-fields.ts'),
    '# Logs',
    `One JSON object a line on standard error (\`PARLEY_LOG_FORMAT\` and \`PARLEY_LOG_LEVEL\` change that). These are all the fields
that there are; fields that a line has nothing for are left out. No line holds a password, a token or the text of a message.`,
    table(
      ['field', 'type', ''],
      Object.entries(logFields).map(([name, { type, doc }]) => [`\`${name}\``, type, doc]),
    ),
  )
