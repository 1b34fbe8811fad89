import { type Config, ConfigError } from '../../config'
import { databasePathIn } from '../../storage/data-directory'
import { describeDatabase } from '../../storage/open-database'
import { readEpoch } from '../installation'
import { blobsCheck } from './blobs-check'
import { bad, type Check, type Checked, checkedText, good, isHealthy, runChecks } from './check'
import { dataDirectoryCheck } from './data-directory-check'
import { natsCheck } from './nats-check'
import { portsCheck } from './ports-check'
import { postgresCheck } from './postgres-check'
import { privateFilesCheck } from './private-files-check'
import { proxyCheck } from './proxy-check'
import { sqliteCheck } from './sqlite-check'

/** What `parley doctor` prints, and whether nothing is bad. */
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
  return error.sentences.map((sentence) => bad(sentence, 'Nothing else was looked at.'))
}

const checksFor = (config: Config): Check[] => {
  let known: Promise<string | undefined> | undefined
  const epoch = () => {
    known ??= readEpoch(config)
    return known
  }
  const { databaseUrl, dataDir, natsUrl } = config
  return [
    dataDirectoryCheck({ dataDir, holdsDatabase: databaseUrl === undefined }),
    privateFilesCheck(config),
    blobsCheck(config),
    databaseUrl === undefined ? sqliteCheck(databasePathIn(dataDir)) : postgresCheck(databaseUrl),
    natsCheck({ url: natsUrl, epoch }),
    portsCheck(config),
    proxyCheck({ config, epoch }),
  ]
}
