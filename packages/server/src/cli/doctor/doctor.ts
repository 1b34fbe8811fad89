import { type Config, ConfigError } from '../../config/config'
import { databasePathIn } from '../../storage/data-directory'
import { describeDatabase } from '../../storage/open-database'
import { readEpoch } from '../installation'
import { blobsCheck } from './blobs-check'
import { bad, type Check, type Checked, checkedText, good, isHealthy, runChecks } from './check'
import { dataDirectoryCheck } from './data-directory-check'
import { exchangeCheck } from './exchange-check'
import { mailCheck } from './mail-check'
import { natsCheck } from './nats-check'
import { passkeysCheck } from './passkeys-check'
import { portsCheck } from './ports-check'
import { postgresCheck } from './postgres-check'
import { privateFilesCheck } from './private-files-check'
import { providersCheck } from './providers-check'
import { proxyCheck } from './proxy-check'
import { scannerCheck } from './scanner-check'
import { sqliteCheck } from './sqlite-check'

/** The text of `parley doctor`, and whether all checks passed. */
export interface Diagnosis {
  readonly text: string
  readonly healthy: boolean
}

/** The longest that one check may take; they run beside each other. */
const CHECK_MS = 8_000

/** Looks at everything that a node needs, without changing anything. */
export const diagnose = async (readConfig: () => Config): Promise<Diagnosis> => {
  let config: Config
  try {
    config = readConfig()
  } catch (error) {
    return diagnosis([{ name: 'configuration', findings: configFindings(error) }])
  }
  const configuration = {
    name: 'configuration',
    findings: [good(`Roles ${config.roles.join(',')}, ${describeDatabase(config)}.`)],
  }
  return diagnosis([configuration, ...(await runChecks(checksFor(config), CHECK_MS))])
}

const diagnosis = (checked: readonly Checked[]): Diagnosis => ({
  text: checkedText(checked),
  healthy: isHealthy(checked),
})

const configFindings = (error: unknown) => {
  if (!(error instanceof ConfigError)) throw error
  return error.sentences.map((sentence) => bad(sentence, 'The other checks were skipped.'))
}

const checksFor = (config: Config): Check[] => {
  let known: Promise<string | undefined> | undefined
  const epoch = () => {
    known ??= readEpoch(config)
    return known
  }
  const { databaseUrl, dataDir, natsUrl, keptFree } = config
  return [
    dataDirectoryCheck({ dataDir, holdsDatabase: databaseUrl === undefined, keptFree }),
    privateFilesCheck(config),
    blobsCheck(config),
    databaseUrl === undefined ? sqliteCheck(databasePathIn(dataDir)) : postgresCheck(databaseUrl),
    natsCheck({ url: natsUrl, epoch }),
    mailCheck(config),
    providersCheck(config),
    exchangeCheck(config),
    portsCheck(config),
    proxyCheck({ config, epoch }),
    passkeysCheck(config),
    scannerCheck(config.mediaScan),
  ]
}
