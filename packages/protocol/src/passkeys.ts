import { z } from 'zod'
import { limits } from './limits'
import { Proof } from './proof'
import { passkeyId } from './row-ids'
import { deviceName, passkeyName, timeMs } from './rows'
import { SignedIn } from './signed-in'
import { domain, method } from './specs'

/** Bytes in Base64url without padding, as the JSON of WebAuthn has them. */
const bytes = (maxChars: number) =>
  z
    .string()
    .max(maxChars)
    .regex(/^[A-Za-z\d_-]*$/, { error: 'must be Base64url without padding' })

const credentialId = bytes(1_364)
const publicKey = z.literal('public-key')

/** A passkey of the caller. */
export const Passkey = z.object({
  /** The passkey. The server makes the id. */
  id: passkeyId,
  name: z.string(),
  /** The host that it works on (the `rpId` of WebAuthn). */
  rpId: z.string(),
  /** Whether the person’s devices share it. */
  synced: z.boolean(),
  createdAt: timeMs,
  /** When it last signed in or confirmed a change. Absent until then. */
  lastUsedAt: timeMs.optional(),
})
export type Passkey = z.output<typeof Passkey>

/** The result of `PublicKeyCredential.toJSON()` for a new passkey (`RegistrationResponseJSON`). Other fields are ignored. */
export const NewCredential = z.object({
  /** The name that the authenticator gave it. */
  id: credentialId,
  rawId: credentialId,
  /** The kind of credential. */
  type: publicKey,
  response: z.object({ clientDataJSON: bytes(4_000), attestationObject: bytes(12_000) }),
})
export type NewCredential = z.output<typeof NewCredential>

/** The result of `PublicKeyCredential.toJSON()` for a used passkey (`AuthenticationResponseJSON`). Other fields are ignored. */
export const UsedCredential = z.object({
  /** The name that the authenticator gave it. */
  id: credentialId,
  rawId: credentialId,
  /** The kind of credential. */
  type: publicKey,
  response: z.object({
    clientDataJSON: bytes(4_000),
    authenticatorData: bytes(4_000),
    /** The signature of the passkey. */
    signature: bytes(2_000),
    /** The account of the passkey. Passkeys always have it. */
    userHandle: bytes(100).optional(),
  }),
})
export type UsedCredential = z.output<typeof UsedCredential>

/** Options for `navigator.credentials.get`, as `PublicKeyCredential.parseRequestOptionsFromJSON` takes them. They name no passkeys, so the person chooses among those of their device. */
export const PasskeyRequest = z.object({
  challenge: z.string(),
  rpId: z.string(),
  /** How long the challenge works, in milliseconds. */
  timeout: z.int().positive(),
  userVerification: z.literal('required'),
})
export type PasskeyRequest = z.output<typeof PasskeyRequest>

/** Options for `navigator.credentials.create`, as `PublicKeyCredential.parseCreationOptionsFromJSON` takes them. */
export const PasskeyCreation = z.object({
  challenge: z.string(),
  rp: z.object({
    /** The host, the account or the passkey, as WebAuthn names it. */
    id: z.string(),
    /** The name of this server, or the username. */
    name: z.string(),
  }),
  user: z.object({
    /** The host, the account or the passkey, as WebAuthn names it. */
    id: z.string(),
    /** The name of this server, or the username. */
    name: z.string(),
    displayName: z.string(),
  }),
  /** How long the challenge works, in milliseconds. */
  timeout: z.int().positive(),
  pubKeyCredParams: z.array(
    z.object({
      /** The kind of credential. */
      type: publicKey,
      /** An algorithm by its COSE number. */
      alg: z.int(),
    }),
  ),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
  attestation: z.literal('none'),
  /** The passkeys that the account has for this host. */
  excludeCredentials: z
    .array(
      z.object({
        /** The host, the account or the passkey, as WebAuthn names it. */
        id: z.string(),
        /** The kind of credential. */
        type: publicKey,
      }),
    )
    .max(limits.passkeys),
})
export type PasskeyCreation = z.output<typeof PasskeyCreation>

/** Proofs of the owner: the password, or a used passkey. */
const proof = {
  /** The password. Left out with `credential`. */
  password: z.string().max(limits.passwordMaxChars).optional(),
  /** A passkey of the account, used for a challenge of `accounts.passkeyRequest`, in place of the password. */
  credential: UsedCredential.optional(),
}

/** The methods of `accounts` about passkeys. */
export const passkeys = domain({
  passkeyRequest: method({
    doc: 'Returns options for `navigator.credentials.get`, with a new challenge. Callers need no account: the passkey names it. A challenge works for ten minutes and once, on every node. It works only for the origin that it was made for.',
    auth: 'none',
    rate: 'read',
    input: z.object({}),
    output: PasskeyRequest,
    errors: ['passkeys_unavailable'],
  }),
  loginWithPasskey: method({
    doc: 'Signs in with a passkey, without a username, a password or a second factor. The authenticator must have verified the person. Unknown passkeys and wrong signatures get the same response after the same time. With `restore`, it also opens a closed account again.',
    auth: 'none',
    rate: 'auth',
    input: z.object({
      /** The used passkey, for a challenge of `accounts.passkeyRequest`. */
      credential: UsedCredential,
      /** Whether to open a closed account again. */
      restore: z.boolean().default(false),
      device: deviceName.optional(),
    }),
    output: SignedIn,
    errors: ['passkey_invalid', 'passkeys_unavailable', 'account_closed', 'network_blocked'],
  }),
  passkeys: method({
    doc: 'Returns the passkeys of the caller, oldest first.',
    auth: 'user',
    rate: 'read',
    input: z.object({}),
    output: z.object({
      passkeys: z.array(Passkey).max(limits.passkeys),
      /** The host that new passkeys work on. Passkeys of other hosts don’t work here. Absent where the address of the call can’t have passkeys. */
      rpId: z.string().optional(),
    }),
    errors: [],
  }),
  proveByPasskey: method({
    doc: 'Returns a proof that takes the place of the password for ten minutes. It takes a used passkey of the caller.',
    auth: 'user',
    rate: 'auth',
    input: z.object({
      /** The used passkey, for a challenge of `accounts.passkeyRequest`. */
      credential: UsedCredential,
    }),
    output: Proof,
    errors: ['passkey_invalid', 'passkeys_unavailable'],
  }),
  setUpPasskey: method({
    doc: 'Begins to add a passkey. It takes the password, and also a code if the second factor is on, because passkeys replace it. In place of both it takes another passkey of the account. Returns options for `navigator.credentials.create`. `accounts.addPasskey` takes the new passkey within ten minutes. A changed password makes the challenge void.',
    auth: 'user',
    rate: 'auth',
    input: z.object({
      ...proof,
      /** A code of the second factor. Needed with the password while the factor is on. */
      code: z.string().min(1).max(40).optional(),
    }),
    output: PasskeyCreation,
    errors: ['bad_credentials', 'second_factor_invalid', 'passkey_invalid', 'passkeys_full', 'passkeys_unavailable'],
  }),
  addPasskey: method({
    doc: 'Adds the passkey that was made with the options of `accounts.setUpPasskey`, in the same session. Other devices get the changed profile. The server tells the account’s e-mail address.',
    auth: 'user',
    rate: 'auth',
    input: z.object({
      /** The new passkey. */
      credential: NewCredential,
      /** A name for the passkey. Without one, it has that of the device. */
      name: passkeyName.optional(),
    }),
    output: Passkey,
    errors: ['passkey_invalid', 'passkeys_full', 'passkeys_unavailable'],
  }),
  renamePasskey: method({
    doc: 'Renames a passkey of the caller.',
    auth: 'user',
    rate: 'write',
    input: z.object({ passkeyId, name: passkeyName }),
    output: Passkey,
    errors: ['not_found'],
  }),
  removePasskey: method({
    doc: 'Removes a passkey of the caller, which takes the password or a passkey. It no longer signs in. Sessions stay. Other devices get the changed profile. The server tells the account’s e-mail address. A passkey that is gone already changes nothing.',
    auth: 'user',
    rate: 'auth',
    removes: true,
    protects: true,
    final: true,
    input: z.object({ passkeyId, ...proof }),
    output: z.object({}),
    errors: ['bad_credentials', 'last_sign_in', 'passkey_invalid', 'passkeys_unavailable'],
  }),
})
