/** Why a page can't use passkeys: its address, or the browser. */
export type PasskeyObstacle = 'address' | 'browser'

/** Browsers have passkeys over https, or on this machine. An IP address has none, because passkeys belong to a name. */
export const passkeyObstacle = (): PasskeyObstacle | undefined => {
  if (!isSecureContext || /^\[|^[\d.]+$/.test(location.hostname)) return 'address'
  return 'PublicKeyCredential' in globalThis ? undefined : 'browser'
}
