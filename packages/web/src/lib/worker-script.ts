/** The API of browsers with Trusted Types, which TypeScript lacks. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): typeof rules
}

const ownScript = (url: string): string => {
  if (new URL(url, location.href).origin !== location.origin) throw new TypeError('workers are scripts of this server')
  return url
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined

/** The address of a worker's script as a trusted type, since the page's policy forbids plain addresses for scripts. */
export const workerScript = (url: string): string => {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes }
  policy ??= trustedTypes?.createPolicy('parley-workers', { createScriptURL: ownScript })
  return policy?.createScriptURL(url) ?? url
}
