#!/usr/bin/env bun
import { existsSync, readFileSync } from 'node:fs'
import type { App } from './app'
import { type AdminAct, parseArguments } from './cli/arguments'
import { helpText } from './cli/help'
import { endWithParent } from './cli/parent-pipe'
import { serve } from './cli/serve'
import { startErrorSentence } from './cli/start-error'
import type { TokensCommand } from './cli/tokens-arguments'
import type { Administered } from './cli/with-admin'
import { type Config, ConfigError, parseConfig } from './config/config'
import { systemClock } from './lib/clock'
import { createLogger, errorFields, type Logger } from './lib/logger'
import { withoutControls } from './lib/printable'
import { version } from './lib/version'
import { keepFilesPrivate } from './storage/data-directory'
import { DatabaseStartError } from './storage/start-error'

/** After this a stop that hangs ends all the same: what was acknowledged is durable. */
const STOP_WITHIN_MS = 9_500

const endWith = (sentences: readonly string[]): never => {
  const lines = sentences.flatMap((sentence) => sentence.split('\n'))
  for (const line of lines) process.stderr.write(`${withoutControls(line)}\n`)
  process.exit(1)
}

/** @throws {ConfigError} */
const loadConfig = (demo = false): Config => {
  let toml: string | undefined
  try {
    toml = existsSync('parley.toml') ? readFileSync('parley.toml', 'utf8') : undefined
  } catch (error) {
    throw new ConfigError([`parley.toml cannot be read: ${error}`])
  }
  return parseConfig({ env: process.env, toml, demo })
}

const readConfig = (demo = false): Config => {
  try {
    return loadConfig(demo)
  } catch (error) {
    if (error instanceof ConfigError) return endWith(error.sentences)
    throw error
  }
}

/** The log goes to stderr, so that what people read stands alone on stdout. */
const openLog = (config: Config): Logger =>
  createLogger({
    level: config.logLevel,
    format: config.logFormat ?? (process.stderr.isTTY ? 'pretty' : 'json'),
    clock: systemClock,
    write: (line) => process.stderr.write(line),
  })

/** Also a node that is still starting is stopped in order: once it has started. */
const stopOnSignals = (starting: Promise<App>, logger: Logger): void => {
  let stopping = false
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) return
    stopping = true
    logger.info('stopping', { signal })
    setTimeout(() => process.exit(0), STOP_WITHIN_MS)
    const stopped = starting.then((app) => app.stop())
    await stopped.catch((error) => logger.error('the stop was not clean', errorFields(error)))
    logger.info('stopped')
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

/** The settings of a server. A requested demo is filled first, and an existing one is recognised. */
const configToServe = async (demo: boolean): Promise<Config> => {
  const config = readConfig()
  const { isDemo, prepareDemo } = await import('./cli/demo/prepare')
  try {
    if (demo) await prepareDemo(config)
    return isDemo(config) ? readConfig(true) : config
  } catch (error) {
    return endWith([startErrorSentence(error, config) ?? String(error)])
  }
}

const runServer = async (config: Config): Promise<void> => {
  const logger = openLog(config)
  const onFatal = (error: Error) => {
    if (error instanceof DatabaseStartError) {
      logger.error('the node must end', errorFields(error))
      endWith([error.message])
    }
    logger.error('the database cannot be written', errorFields(error))
    endWith([
      `The database in ${config.dataDir} can no longer be written: check the disk, then start the server again.`,
    ])
  }
  process.on('unhandledRejection', (error) => logger.error('unexpected', errorFields(error)))
  process.on('uncaughtException', (error) => {
    logger.error('unexpected', errorFields(error))
    endWith(['The server stopped after an unexpected error. The log has the details.'])
  })
  try {
    const starting = serve({ config, logger, print: (text) => process.stdout.write(text), onFatal })
    stopOnSignals(starting, logger)
    await starting
  } catch (error) {
    const sentence = startErrorSentence(error, config)
    if (sentence === undefined) logger.error('the start failed', errorFields(error))
    endWith([sentence ?? 'The server cannot start. The log line above has the details.'])
  }
}

// The server's code is loaded at once; each of these only when it is needed.

const adminActs = {
  grant: async () => (await import('./cli/grant')).grant,
  'reset-password': async () => (await import('./cli/reset-password')).resetPassword,
  'remove-second-factor': async () => (await import('./cli/remove-second-factor')).removeSecondFactor,
  'remove-passkeys': async () => (await import('./cli/remove-passkeys')).removePasskeys,
  close: async () => (await import('./cli/close-account')).closeAccount,
  restore: async () => (await import('./cli/close-account')).restoreAccount,
}

const runAdmin = async (config: Config, what: AdminAct, username: string): Promise<void> => {
  const act = await adminActs[what]()
  await runAct(() => act(config, username), config)
}

const runNetworks = async (config: Config, network: string | undefined): Promise<void> => {
  const { blockedNetworks, unblockNetwork } = await import('./cli/blocked-networks')
  await runAct(() => (network === undefined ? blockedNetworks(config) : unblockNetwork(config, network)), config)
}

const runAct = async (act: () => Promise<Administered>, config: Config): Promise<void> => {
  try {
    const { outcome, sentence } = await act()
    if (outcome === 'refused') endWith([sentence])
    process.stdout.write(`${sentence}\n`)
    process.exit(0)
  } catch (error) {
    endWith([startErrorSentence(error, config) ?? String(error)])
  }
}

const runTokens = async (config: Config, tokens: TokensCommand): Promise<void> => {
  try {
    const act = await import('./cli/tokens')
    const { outcome, sentence } = await act.runTokens(config, tokens)
    if (outcome === 'refused') endWith([sentence])
    process.stdout.write(`${sentence}\n`)
    process.exit(0)
  } catch (error) {
    endWith([startErrorSentence(error, config) ?? String(error)])
  }
}

const copy = async ({ from, to }: { from: string; to: string }): Promise<void> => {
  const print = (text: string) => process.stdout.write(text)
  const { runStoreCopy } = await import('./cli/store-copy/run-store-copy')
  const sentence = await runStoreCopy({ from, to, print, isTerminal: process.stdout.isTTY ?? false })
  if (sentence !== undefined) endWith([sentence])
  process.exit(0)
}

const copyFiles = async (config: Config, to: string): Promise<void> => {
  const print = (text: string) => process.stdout.write(text)
  const { runBlobsCopy } = await import('./cli/blobs-copy/run-blobs-copy')
  const sentence = await runBlobsCopy({ config, to, print, isTerminal: process.stdout.isTTY ?? false })
  if (sentence !== undefined) endWith([sentence])
  process.exit(0)
}

const collectFiles = async (config: Config, dryRun: boolean): Promise<void> => {
  const { runMediaGc } = await import('./cli/media-gc/run-media-gc')
  const sentence = await runMediaGc({ config, dryRun, print: (text) => process.stdout.write(text) })
  if (sentence !== undefined) endWith([sentence])
  process.exit(0)
}

const runDoctor = async (): Promise<void> => {
  const { diagnose } = await import('./cli/doctor/doctor')
  const { text, healthy } = await diagnose(() => loadConfig())
  process.stdout.write(text)
  process.exit(healthy ? 0 : 1)
}

const runDoctorMail = async (config: Config, to: string): Promise<void> => {
  const { tryMail } = await import('./cli/doctor/try-mail')
  const { text, healthy } = await tryMail(config, to)
  process.stdout.write(text)
  process.exit(healthy ? 0 : 1)
}

const runNodes = async (config: Config, form: 'table' | 'json'): Promise<void> => {
  const { listNodes } = await import('./cli/nodes/nodes')
  const answer = await listNodes(config, form)
  if (answer.outcome === 'refused') return endWith([answer.sentence])
  process.stdout.write(answer.text)
  process.exit(0)
}

keepFilesPrivate()
const command = parseArguments(process.argv.slice(2))
switch (command.name) {
  case 'serve':
    endWithParent(process.env)
    await runServer(await configToServe(command.demo))
    break
  case 'grant':
  case 'reset-password':
  case 'remove-second-factor':
  case 'remove-passkeys':
  case 'close':
  case 'restore':
    await runAdmin(readConfig(), command.name, command.username)
    break
  case 'blocked-networks':
    await runNetworks(readConfig(), undefined)
    break
  case 'unblock-network':
    await runNetworks(readConfig(), command.network)
    break
  case 'tokens':
    await runTokens(readConfig(), command)
    break
  case 'doctor':
    await runDoctor()
    break
  case 'doctor-mail':
    await runDoctorMail(readConfig(), command.to)
    break
  case 'nodes':
    await runNodes(readConfig(), command.form)
    break
  case 'store-copy':
    endWithParent(process.env)
    await copy(command)
    break
  case 'blobs-copy':
    endWithParent(process.env)
    await copyFiles(readConfig(), command.to)
    break
  case 'media-gc':
    await collectFiles(readConfig(), command.dryRun)
    break
  case 'help':
    process.stdout.write(helpText())
    break
  case 'version':
    process.stdout.write(`${version}\n`)
    break
  case 'unknown':
    endWith([command.sentence])
}
