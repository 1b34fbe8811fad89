import { z } from 'zod'
import { toScanAddress } from './scan-address'
import { oneOf, seconds } from './values'

/** The settings of the scanner for uploads. */
export const scanSettings = {
  media_scan_url: {
    schema: z.string().transform(toScanAddress).optional(),
    default: 'none, files are not checked',
    doc: 'A scanner that checks every upload before others can see it, such as `http://scanner.internal:9000/scan`. A name and password before the host are sent along. All nodes need the same setting.',
  },
  media_scan_seconds: {
    schema: seconds({ most: 3_600 }).default(120_000),
    default: '120',
    doc: 'How many seconds the server waits for the scanner of `media_scan_url` after an upload was stored.',
  },
  media_scan_timeout: {
    schema: oneOf(['refuse', 'allow']).default('refuse'),
    doc: 'The fate of an upload when the scanner does not respond in that time. `refuse` keeps it hidden, and its sender can try again. `allow` treats it as clean.',
  },
}
