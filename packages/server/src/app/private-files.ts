import { existsSync } from 'node:fs'
import { sharedBlobsPathOf } from '../blobs/open-blobs'
import type { Config } from '../config/config'
import type { Logger } from '../lib/logger'
import { exposedRemedy, sharedBlobsPlace, type Tightened, tighten } from '../storage/private-files'

/** Closes a directory of pictures outside the data directory to users who don't share it. */
export const tightenSharedBlobs = (config: Pick<Config, 'blobs'>): Tightened => {
  const path = sharedBlobsPathOf(config)
  return path !== undefined && existsSync(path) ? tighten(sharedBlobsPlace(path)) : { count: 0, left: [] }
}

/** One line for everything that was closed, and one for each thing that stays open. */
export const logTightened = (logger: Pick<Logger, 'info' | 'warn'>, { count, left }: Tightened): void => {
  if (count > 0) logger.info('files that other users could reach are closed to them now', { count })
  for (const exposed of left)
    logger.warn('other users of this machine can reach what people wrote', {
      path: exposed.path,
      error: exposedRemedy(exposed),
    })
}
