import { existsSync } from 'node:fs'
import { sharedBlobsPathOf } from '../../blobs/open-blobs'
import type { Config } from '../../config/config'
import {
  dataPlace,
  describeExposed,
  type Exposed,
  exposedRemedy,
  findExposed,
  type PrivatePlace,
  sharedBlobsPlace,
} from '../../storage/private-files'
import { type Check, type Finding, good, warning } from './check'

/** The maximum number of findings to collect. A directory of pictures may hold millions of files. */
const LOOKED_AT = 1_000

/** Checks whether other users of the machine can reach messages or files. */
export const privateFilesCheck = (config: Pick<Config, 'dataDir' | 'blobs'>): Check => ({
  name: 'privacy',
  run: async () => {
    const shared = sharedBlobsPathOf(config)
    const places = [dataPlace(config.dataDir), ...(shared === undefined ? [] : [sharedBlobsPlace(shared)])]
    const findings = places.filter(({ directory }) => existsSync(directory)).flatMap(findingsFor)
    return findings.length > 0 ? findings : [good('Other users of this machine cannot read any messages or files.')]
  },
})

const findingsFor = (place: PrivatePlace): Finding[] => {
  const exposed = [...findExposed(place).take(LOOKED_AT)]
  const whole = exposed.find(({ path, why }) => path === place.directory && why === 'mode')
  const fixable = exposed.filter(({ why }) => why === 'mode')
  const others = exposed.filter(({ why }) => why !== 'mode')
  return [...(fixable.length > 0 ? [fixableFinding(fixable, whole ?? fixable[0])] : []), ...others.map(otherFinding)]
}

const fixableFinding = (fixable: readonly Exposed[], shown: Exposed | undefined): Finding => {
  const rest = fixable.length === 1 ? '' : ` and ${fixable.length === LOOKED_AT ? 'many' : fixable.length - 1} more`
  return warning(
    `Other users of this machine can reach ${shown && describeExposed(shown)}${rest}.`,
    shown ? exposedRemedy(shown) : '',
  )
}

const otherFinding = (exposed: Exposed): Finding =>
  warning(`Other users of this machine can reach ${describeExposed(exposed)}.`, exposedRemedy(exposed))
