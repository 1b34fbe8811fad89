import { NatsStartError } from '../bus/nats-start-error'
import type { Config } from '../config'
import { TcpListenError } from '../gateway/tcp'
import { DataDirectoryError } from '../storage/data-directory'
import { DatabaseStartError } from '../storage/start-error'

/** Why a start failed, as one sentence that says what to do; undefined for what nobody foresaw. */
export const startErrorSentence = (error: unknown, config: Config): string | undefined => {
  if (error instanceof DataDirectoryError || error instanceof DatabaseStartError || error instanceof NatsStartError)
    return error.message
  const setting = error instanceof TcpListenError ? 'PARLEY_TCP_PORT' : 'PARLEY_PORT'
  const port = error instanceof TcpListenError ? config.tcpPort : config.port
  const { code, path, message } = error as NodeJS.ErrnoException
  const where = `${config.host}:${port}`
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use: stop the other program, or set ${setting} to another port.`
    case 'EACCES':
      return config.port < 1024
        ? `Port ${config.port} is for privileged users: set PARLEY_PORT to one from 1024 on, or put a proxy before it.`
        : `No access to ${path ?? where}: give this user rights to it.`
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${config.host}: set PARLEY_HOST to one of its own, or to 0.0.0.0 for all.`
    case 'EINVAL':
      return `${config.host} is no address to listen on: set PARLEY_HOST to one of this machine, or to 0.0.0.0 for all.`
    case 'ENOENT':
      return path === undefined ? undefined : `There is no file ${path}: mend PARLEY_TLS_CERT and PARLEY_TLS_KEY.`
  }
  // The words of kysely's migrator.
  const unknown = /^corrupted migrations: .* (\S+) is missing/.exec(message ?? '')?.[1]
  if (unknown !== undefined)
    return `The database in ${config.dataDir} was made by a newer version (it has ${unknown}): start that version, or put back the copy from before the update.`
  if (code?.startsWith('ERR_BORINGSSL') || /PEM|BoringSSL|SSL/.test(message ?? ''))
    return 'The certificate or its key cannot be read: PARLEY_TLS_CERT and PARLEY_TLS_KEY must be PEM files that fit each other.'
  if (code?.startsWith('SQLITE_'))
    return `The database in ${config.dataDir} cannot be opened (${message}): check the disk, or set PARLEY_DATA_DIR to another directory.`
  return undefined
}
