import { openBlobsAt } from '../blobs/open-blobs'
import { readBlobsAddress } from '../config/blobs-address'
import { streamOf } from './streams'

// A node that dies while it stores: says "half" when it has half of the bytes, and waits for its end.
// Arguments: address, "put" or "append", the key or the id, bytes.

const [address = '', what, name = '', size = '0'] = process.argv.slice(2)
const blobs = openBlobsAt(readBlobsAddress(address))

async function* untilHalf(bytes: number) {
  let sent = 0
  for await (const chunk of streamOf(bytes)) {
    if (sent > bytes / 2) {
      // Waits for pending messages to arrive.
      await Bun.sleep(300)
      process.stdout.write('half')
      await new Promise(() => {})
    }
    sent += chunk.byteLength
    yield chunk
  }
}

const bytes = untilHalf(Number(size))
if (what === 'put') await blobs.put(name, { size: Number(size), bytes })
else await blobs.uploads.append(name, { offset: 0, bytes })
