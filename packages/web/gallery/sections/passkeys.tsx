import { AddPasskey } from '../../src/settings/passkeys/add-passkey'
import { PasskeyList } from '../../src/settings/passkeys/passkeys-section'
import { ownPasskeys } from '../fixtures/passkeys'
import { Case, Cases } from '../frame'

const nothing = () => undefined
const none = { passkeys: [], rpId: ownPasskeys.rpId }

/** The passkeys in the settings, and pages that can't use any. */
export const Passkeys = () => (
  <div className="bg-surface p-16">
    <Cases>
      <Case name="passkeys, one of another host">
        <PasskeyList own={ownPasskeys} obstacle={undefined} />
      </Case>
      <Case name="none">
        <PasskeyList own={none} obstacle={undefined} />
      </Case>
      <Case name="an address without https or a name">
        <PasskeyList own={{ passkeys: ownPasskeys.passkeys }} obstacle="address" />
      </Case>
      <Case name="an older browser">
        <PasskeyList own={none} obstacle="browser" />
      </Case>
    </Cases>
  </div>
)

/** The proof before a passkey is added. */
export const OpenAddPasskey = () => (
  <div className="h-[640px] bg-chat-bg">
    <AddPasskey open onClose={nothing} />
  </div>
)
