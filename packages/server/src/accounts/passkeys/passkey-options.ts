import { limits, type PasskeyCreation, type PasskeyRequest } from '@parley/protocol'
import { toBytes, toId } from '../../lib/uuid-bytes'
import type { UserRow } from '../../users/users'
import type { PasskeyRow } from './passkey-store'
import type { PasskeyPlace } from './place'
import { algorithms } from './webauthn'

const publicKey = 'public-key'

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** The options for using any passkey of a host. */
export const passkeyRequest = ({ rpId }: PasskeyPlace, challenge: string): PasskeyRequest => ({
  ...{ challenge, rpId, timeout: limits.passkeyChallengeMs, userVerification: 'required' },
})

/** The options for a new passkey that lists itself, so that a sign-in needs no username. */
export const passkeyCreation = (
  { rpId }: PasskeyPlace,
  {
    challenge,
    server,
    row,
    held,
  }: {
    readonly challenge: string
    readonly server: string
    readonly row: UserRow
    readonly held: readonly PasskeyRow[]
  },
): PasskeyCreation => ({
  challenge,
  rp: { id: rpId, name: server },
  user: { id: base64url(toBytes(toId(row.id))), name: row.username, displayName: row.name },
  timeout: limits.passkeyChallengeMs,
  pubKeyCredParams: algorithms.map((alg) => ({ type: publicKey, alg })),
  authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
  attestation: 'none',
  excludeCredentials: held
    .filter(({ rp_id }) => rp_id === rpId)
    .map(({ credential_id }) => ({ id: base64url(credential_id), type: publicKey })),
})
