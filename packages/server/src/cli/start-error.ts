import { NatsStartError } from '../bus/nats-start-error'
import type { Config } from '../config/config'
import { TcpListenError } from '../gateway/tcp'
import { DataDirectoryError } from '../storage/data-directory'
import { DatabaseStartError } from '../storage/start-error'

/** Why a start failed, as one sentence that says what to do. Undefined for unexpected errors. */
export const startErrorSentence = (error: unknown, config: Config): string | undefined => {
  if (error instanceof DataDirectoryError || error instanceof DatabaseStartError || error instanceof NatsStartError)
    return error.message
  const isTcp = error instanceof TcpListenError
  const [name, host, port] = isTcp
    ? (['PARLEY_TCP', config.tcpHost, config.tcpPort] as const)
    : (['PARLEY', config.host, config.port] as const)
  const { code, path, message } = error as NodeJS.ErrnoException
  const hint = `set ${name}_HOST to an address of this machine, or to 0.0.0.0 for all of them.`
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use: stop the other program, or set ${name}_PORT to another port.`
    case 'EACCES':
      return port !== undefined && port < 1024
        ? `Port ${port} is for privileged users: set ${name}_PORT to 1024 or higher, or put a proxy in front.`
        : `No access to ${path ?? `${host}:${port}`}: give this user access to it.`
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${host}: ${hint}`
    case 'EINVAL':
      return `${host} is not an address to listen on: ${hint}`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name ${host} has no address (${code}): ${hint}`
    case 'ENOENT':
      return path === undefined ? undefined : `There is no file ${path}: correct PARLEY_TLS_CERT and PARLEY_TLS_KEY.`
  }
  if (code?.startsWith('ERR_BORINGSSL') || /PEM|BoringSSL|SSL/.test(message ?? ''))
    return 'The certificate or its key cannot be read: PARLEY_TLS_CERT and PARLEY_TLS_KEY must be matching PEM files.'
  if (code?.startsWith('SQLITE_'))
    return `The database in ${config.dataDir} cannot be opened (${message}): check the disk, or set PARLEY_DATA_DIR to another directory.`
  return undefined
}
