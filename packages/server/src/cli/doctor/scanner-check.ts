import { newUuidV7 } from '@parley/protocol'
import type { MediaScan } from '../../config/scan-address'
import { askScanner } from '../../media/scan-hook'
import { bad, type Check, type Finding, good, warning } from './check'

const ANSWER_MS = 6_000

const harmless = 'This file is harmless. `parley doctor` sent it to test the scanner.\n'

/** The test file of eicar.org, which scanners report although it is harmless. In two parts, so that they spare this source. */
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

/** Checks that the scanner of uploads answers, passes a harmless file and finds the test file of antivirus programs. */
export const scannerCheck = (scan: MediaScan | undefined): Check => ({
  name: 'file scanner',
  run: async () => {
    if (scan === undefined) return [good('Not set. Uploads are not scanned.')]
    const verdictOn = (name: string, text: string) => {
      const file = {
        id: newUuidV7(),
        kind: 'file',
        name,
        mime: 'text/plain',
        size: text.length,
        body: new Blob([text]),
      }
      return askScanner(scan.address, file, AbortSignal.timeout(ANSWER_MS))
    }
    try {
      const passed = await verdictOn('harmless.txt', harmless)
      if (!passed.clean) return [refusesHarmless(scan.address.url, passed.reason)]
      const found = await verdictOn('eicar.com', eicar)
      return [found.clean ? missesEicar : good('The scanner passes a harmless file and finds the EICAR test file.')]
    } catch (error) {
      return [noVerdict(scan, error)]
    }
  },
})

const missesEicar = warning(
  'The scanner calls the EICAR test file clean.',
  'Check that it has its virus definitions, and that it scans the body of the request.',
)

const refusesHarmless = (url: string, reason: string): Finding =>
  bad(
    `The scanner at ${url} refuses a harmless text file${reason === '' ? '' : ` (${reason})`}.`,
    'Correct the scanner. With such verdicts the server deletes the uploads of all users.',
  )

/** The name of a failed connection, else the message. Bun's messages about connections give advice to programmers. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

const noVerdict = ({ address, onTimeout }: MediaScan, error: unknown): Finding =>
  bad(
    `The scanner at ${address.url} gives no verdict (${reasonOf(error)}).`,
    onTimeout === 'allow'
      ? 'Start it, or correct PARLEY_MEDIA_SCAN_URL. Until then uploads pass without a scan, after a wait.'
      : 'Start it, or correct PARLEY_MEDIA_SCAN_URL. Until then uploads are refused.',
  )
