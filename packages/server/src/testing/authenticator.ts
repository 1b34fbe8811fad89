import type { NewCredential, PasskeyCreation, PasskeyRequest, UsedCredential } from '@parley/protocol'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import type { Person, TestApp, TestConnection } from './test-app'

/** The kinds of keys that authenticators make, by their COSE numbers. */
const kinds = {
  [-7]: { make: { name: 'ECDSA', namedCurve: 'P-256' }, sign: { name: 'ECDSA', hash: 'SHA-256' } },
  [-8]: { make: { name: 'Ed25519' }, sign: { name: 'Ed25519' } },
  [-257]: {
    make: {
      ...{ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2_048 },
      publicExponent: new Uint8Array([1, 0, 1]),
    },
    sign: { name: 'RSASSA-PKCS1-v1_5' },
  },
} as const
export type Algorithm = keyof typeof kinds

/** The differences of a wrong page or a wrong authenticator. */
export interface Differently {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  readonly type?: string
  readonly isVerified?: boolean
  readonly counter?: number
  readonly userHandle?: string | undefined
  readonly id?: string
}

interface Held {
  readonly id: Uint8Array
  readonly userHandle: string
  readonly rpId: string
  readonly alg: Algorithm
  readonly keys: CryptoKeyPair
  counter: number
}

type Bytes = Uint8Array<ArrayBuffer>
const base64url = (bytes: ArrayBuffer | Uint8Array): string => Buffer.from(bytes as Uint8Array).toString('base64url')
const hashOf = async (bytes: Uint8Array): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', Buffer.from(bytes)))
const flag = { present: 0x01, verified: 0x04, canSync: 0x08, isSynced: 0x10, hasKey: 0x40 } as const

/** An authenticator with real keys, and the browser in front of it. */
export class TestAuthenticator {
  private readonly held: Held[] = []
  private readonly alg: Algorithm
  private readonly isSynced: boolean

  /** @param options synced keys have no counter */
  constructor(options: { readonly alg?: Algorithm; readonly isSynced?: boolean } = {}) {
    this.alg = options.alg ?? -7
    this.isSynced = options.isSynced ?? false
  }

  /** Makes a passkey on a page. */
  async create(options: PasskeyCreation, page: string, differently: Differently = {}): Promise<NewCredential> {
    const id = crypto.getRandomValues(new Uint8Array(32))
    const keys = (await crypto.subtle.generateKey(kinds[this.alg].make, true, ['sign', 'verify'])) as CryptoKeyPair
    const rpId = differently.rpId ?? options.rp.id
    const held: Held = { id, userHandle: options.user.id, rpId, alg: this.alg, keys, counter: this.isSynced ? 0 : 1 }
    this.held.push(held)
    const length = Buffer.alloc(2)
    length.writeUInt16BE(id.length)
    const key = isoCBOR.encode(await coseKey(held))
    const authData = Buffer.concat([
      await this.authenticatorData(held, flag.hasKey, differently),
      Buffer.concat([Buffer.alloc(16), length, id, key]),
    ])
    const attestation = new Map<string, string | Uint8Array | Map<string, string>>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', Uint8Array.from(authData)],
    ])
    const client = { type: 'webauthn.create', challenge: options.challenge, origin: page, ...namedOf(differently) }
    const response = {
      clientDataJSON: base64url(Buffer.from(JSON.stringify(client))),
      attestationObject: base64url(isoCBOR.encode(attestation)),
    }
    return { id: base64url(id), rawId: base64url(id), type: 'public-key', response }
  }

  /** Uses the newest passkey of a host on a page. */
  async use(options: PasskeyRequest, page: string, differently: Differently = {}): Promise<UsedCredential> {
    const held = this.held.findLast(({ rpId }) => rpId === options.rpId)
    if (!held) throw new Error(`no passkey for ${options.rpId}`)
    if (!this.isSynced) held.counter++
    const authData = await this.authenticatorData(held, 0, differently)
    const client = { type: 'webauthn.get', challenge: options.challenge, origin: page, ...namedOf(differently) }
    const clientData = Buffer.from(JSON.stringify(client))
    const signed = Buffer.concat([authData, await hashOf(clientData)])
    const made = new Uint8Array(await crypto.subtle.sign(kinds[held.alg].sign, held.keys.privateKey, signed))
    const signature = held.alg === -7 ? derOf(made) : made
    const id = differently.id ?? base64url(held.id)
    const userHandle = 'userHandle' in differently ? differently.userHandle : held.userHandle
    const response = {
      ...{ clientDataJSON: base64url(clientData), authenticatorData: base64url(authData) },
      ...{ signature: base64url(signature), ...(userHandle === undefined ? {} : { userHandle }) },
    }
    return { id, rawId: id, type: 'public-key', response }
  }

  private async authenticatorData(held: Held, more: number, differently: Differently): Promise<Bytes> {
    const { rpId = held.rpId, isVerified = true, counter = held.counter } = differently
    const flags =
      flag.present | (isVerified ? flag.verified : 0) | (this.isSynced ? flag.canSync | flag.isSynced : 0) | more
    const number = Buffer.alloc(4)
    number.writeUInt32BE(counter)
    return Uint8Array.from(Buffer.concat([await hashOf(Buffer.from(rpId)), Buffer.from([flags]), number]))
  }
}

const namedOf = ({ origin, challenge, type }: Differently) => ({
  ...(origin === undefined ? {} : { origin }),
  ...(challenge === undefined ? {} : { challenge }),
  ...(type === undefined ? {} : { type }),
})

const coseKey = async ({ alg, keys }: Held): Promise<Map<number, number | Uint8Array>> => {
  const jwk = await crypto.subtle.exportKey('jwk', keys.publicKey)
  const bytes = (text = '') => Uint8Array.from(Buffer.from(text, 'base64url'))
  const same: [number, number | Uint8Array][] = [[3, alg]]
  if (alg === -8) return new Map([[1, 1], ...same, [-1, 6], [-2, bytes(jwk.x)]])
  if (alg === -257) return new Map([[1, 3], ...same, [-1, bytes(jwk.n)], [-2, bytes(jwk.e)]])
  return new Map([[1, 2], ...same, [-1, 1], [-2, bytes(jwk.x)], [-3, bytes(jwk.y)]])
}

/** The form of ECDSA signatures in WebAuthn: a sequence of two numbers in DER. WebCrypto joins them. */
const derOf = (joined: Uint8Array): Uint8Array => {
  const number = (part: Uint8Array): Buffer => {
    const first = part.findIndex((byte) => byte !== 0)
    const short = Buffer.from(part.subarray(first < 0 ? part.length - 1 : first))
    const positive = (short[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.from([0]), short]) : short
    return Buffer.concat([Buffer.from([0x02, positive.length]), positive])
  }
  const numbers = Buffer.concat([number(joined.subarray(0, 32)), number(joined.subarray(32))])
  return Buffer.concat([Buffer.from([0x30, numbers.length]), numbers])
}

/** Adds a passkey to a person's account with the password. */
export const addPasskey = async (
  app: Pick<TestApp, 'origin'>,
  person: Pick<Person, 'call'>,
  { password, code, device = new TestAuthenticator() }: { password: string; code?: string; device?: TestAuthenticator },
) => {
  const options = await person.call('accounts.setUpPasskey', { password, ...(code === undefined ? {} : { code }) })
  const passkey = await person.call('accounts.addPasskey', { credential: await device.create(options, app.origin) })
  return { device, passkey }
}

/** A use of a passkey for a new challenge. */
export const usePasskey = async (
  app: Pick<TestApp, 'connect' | 'origin'>,
  device: TestAuthenticator,
  differently: Differently = {},
): Promise<UsedCredential> =>
  device.use(await app.connect().call('accounts.passkeyRequest', {}), app.origin, differently)

/** Signs in with a passkey. */
export const signInByPasskey = async (
  app: Pick<TestApp, 'connect' | 'origin'>,
  device: TestAuthenticator,
  { door = app.connect(), ...differently }: Differently & { readonly door?: TestConnection } = {},
) => door.call('accounts.loginWithPasskey', { credential: await usePasskey(app, device, differently) })
