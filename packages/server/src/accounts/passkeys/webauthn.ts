import type { NewCredential, UsedCredential } from '@parley/protocol'
import type { PasskeyPlace } from './place'

type Library = typeof import('@simplewebauthn/server')
type Helpers = typeof import('@simplewebauthn/server/helpers')
let library: Promise<readonly [Library, Helpers]> | undefined

/** The library takes some MB of memory, so it loads with the first passkey. */
const load = (): Promise<readonly [Library, Helpers]> => {
  library ??= loadInOrder()
  return library
}

/** A dependency of the library needs the polyfill, and a bundle doesn't load it early enough by itself. */
const loadInOrder = async (): Promise<readonly [Library, Helpers]> => {
  await import('reflect-metadata')
  return Promise.all([import('@simplewebauthn/server'), import('@simplewebauthn/server/helpers')])
}

/** The signatures that passkeys may have, as COSE numbers: Ed25519, ECDSA with P-256, RSA. All authenticators know one of them. */
export const algorithms: readonly number[] = [-8, -7, -257]

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.fromBase64(text, { alphabet: 'base64url' })

/** The longest id of a credential in WebAuthn. */
const CREDENTIAL_ID_BYTES = 1_023

/** A checked new passkey. */
export interface NewKey {
  readonly credentialId: Uint8Array
  readonly publicKey: Uint8Array
  readonly counter: number
  readonly synced: boolean
}

/** The stored part of a passkey that checks a use. */
export interface StoredKey {
  readonly credential_id: Uint8Array
  readonly public_key: Uint8Array
}

/** The authenticator's data of a checked use. */
export interface KeyUse {
  readonly counter: number
  readonly synced: boolean
}

/** The challenge that a response says it answers; undefined without one. */
export const challengeIn = ({
  response,
}: {
  readonly response: { readonly clientDataJSON: string }
}): string | undefined => {
  try {
    const { challenge }: { challenge?: unknown } = JSON.parse(
      Buffer.from(response.clientDataJSON, 'base64url').toString(),
    )
    return typeof challenge === 'string' ? challenge : undefined
  } catch {
    return undefined
  }
}

/** Checks a new passkey against its challenge and place (WebAuthn 3, section 7.1). Undefined for one that is wrong. */
export const checkNew = async (
  credential: NewCredential,
  { origin, rpId }: PasskeyPlace,
  challenge: string,
): Promise<NewKey | undefined> => {
  const [{ verifyRegistrationResponse }, helpers] = await load()
  try {
    const attestationObject = withoutStatement(helpers, credential.response.attestationObject)
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...credential, response: { ...credential.response, attestationObject }, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...algorithms],
    })
    if (!registrationInfo) return undefined
    const { credential: made, credentialBackedUp } = registrationInfo
    const credentialId = bytesOf(made.id)
    // The id of the response is what a browser says, and this is what the authenticator made.
    if (made.id !== credential.id || credentialId.length > CREDENTIAL_ID_BYTES) return undefined
    return { credentialId, publicKey: made.publicKey, counter: made.counter, synced: credentialBackedUp }
  } catch {
    return undefined
  }
}

/**
 * The same without the statement about the authenticator's maker. Parley trusts all makers. Without the statement the library neither
 * parses certificates of strangers nor fetches the addresses in them.
 */
const withoutStatement = ({ decodeAttestationObject, isoCBOR }: Helpers, text: string): string => {
  const authData = decodeAttestationObject(bytesOf(text)).get('authData')
  const none = new Map<string, string | Uint8Array | Map<string, string>>([
    ['fmt', 'none'],
    ['attStmt', new Map()],
    ['authData', authData],
  ])
  return isoCBOR.encode(none).toBase64({ alphabet: 'base64url', omitPadding: true })
}

/**
 * Checks the use of a passkey (WebAuthn 3, section 7.2) except for its counter, which takes the lock of the account. Undefined for a use
 * that is wrong.
 * @param stored the passkey; without one, the check takes as long and fails
 */
export const checkUse = async (
  credential: UsedCredential,
  { origin, rpId }: PasskeyPlace,
  { challenge, stored }: { readonly challenge: string; readonly stored: StoredKey | undefined },
): Promise<KeyUse | undefined> => {
  const [{ verifyAuthenticationResponse }] = await load()
  try {
    const { id, rawId, type, response } = credential
    const { clientDataJSON, authenticatorData, signature } = response
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id,
        rawId,
        type,
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {},
      },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      credential: { id, publicKey: Uint8Array.from(stored?.public_key ?? decoy), counter: 0 },
    })
    if (!verified || !stored) return undefined
    return { counter: authenticationInfo.newCounter, synced: authenticationInfo.credentialBackedUp }
  } catch {
    return undefined
  }
}

/** A point of P-256 (its generator) as a key in the form of COSE, in place of unknown keys. */
const decoy = Buffer.from(
  'pQECAyYgASFYIGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWIlggT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU',
  'base64url',
)
