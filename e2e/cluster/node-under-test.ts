/**
 * The server's own program, with faults for tests. `TEST_CLOCK_OFFSET_MS` shifts its clock. While the file
 * `TEST_DIE_FILE` exists, the process dies between its next commit and the publishing of that commit.
 */
import { existsSync } from 'node:fs'
import { serve } from '@parley/server/src/cli/serve'
import { parseConfig } from '@parley/server/src/config/config'
import { type Clock, systemClock } from '@parley/server/src/lib/clock'
import { createLogger } from '@parley/server/src/lib/logger'

const { TEST_CLOCK_OFFSET_MS: offset = '0', TEST_DIE_FILE: dieFile } = process.env
const clock: Clock = { ...systemClock, now: () => Date.now() + Number(offset) }
const config = parseConfig({ env: process.env, toml: undefined })
const logger = createLogger({
  ...{ level: config.logLevel, format: 'json', clock },
  write: (line) => process.stderr.write(line),
})

const app = await serve({
  ...{ config, logger, clock },
  print: (text) => process.stdout.write(text),
  onFatal: (error) => {
    logger.error('the database cannot be written', { error: error.message })
    process.exit(1)
  },
  beforePublishing: () => {
    if (dieFile && existsSync(dieFile)) process.kill(process.pid, 'SIGKILL')
  },
})
process.on('SIGTERM', async () => {
  await app.stop()
  process.exit(0)
})
