import type { NewCredential, PasskeyCreation, PasskeyRequest, UsedCredential } from '@parley/protocol'

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0))

const textOf = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const publicKey = 'public-key'

/**
 * Lets the browser make a passkey. The JSON functions of browsers are newer than passkeys, so this converts the values itself.
 * @throws `DOMException`
 */
export const createPasskey = async (options: PasskeyCreation): Promise<NewCredential> => {
  const { challenge, excludeCredentials, user } = options
  const made = (await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytesOf(challenge),
      user: { ...user, id: bytesOf(user.id) },
      excludeCredentials: excludeCredentials.map(({ id, type }) => ({ id: bytesOf(id), type })),
    },
  })) as PublicKeyCredential
  const { clientDataJSON, attestationObject } = made.response as AuthenticatorAttestationResponse
  const response = { clientDataJSON: textOf(clientDataJSON), attestationObject: textOf(attestationObject) }
  return { id: made.id, rawId: made.id, type: publicKey, response }
}

/**
 * Lets the user choose a passkey of their device.
 * @param how `conditional` offers passkeys among the suggestions of a field, and waits until the user chooses one
 * @throws `DOMException`
 */
export const pickPasskey = async (
  options: PasskeyRequest,
  how: Pick<CredentialRequestOptions, 'mediation' | 'signal'> = {},
): Promise<UsedCredential> => {
  const publicKeyOptions = { ...options, challenge: bytesOf(options.challenge) }
  const used = (await navigator.credentials.get({ ...how, publicKey: publicKeyOptions })) as PublicKeyCredential
  const { clientDataJSON, authenticatorData, signature, userHandle } = used.response as AuthenticatorAssertionResponse
  const response = {
    clientDataJSON: textOf(clientDataJSON),
    authenticatorData: textOf(authenticatorData),
    signature: textOf(signature),
    ...(userHandle ? { userHandle: textOf(userHandle) } : {}),
  }
  return { id: used.id, rawId: used.id, type: publicKey, response }
}
