import type { Config } from '../config/config'

/** The settings of the service without its sockets. */
export type CoreConfig = Pick<
  Config,
  | 'demo'
  | 'registration'
  | 'passwords'
  | 'signInUrl'
  | 'oidc'
  | 'rateLimits'
  | 'quotas'
  | 'directChats'
  | 'retractWindowMs'
  | 'restoreMs'
  | 'groupMembers'
  | 'channels'
  | 'fileBytes'
  | 'voiceMaxMs'
  | 'tiles'
  | 'mediaScan'
  | 'keptFree'
  | 'mail'
  | 'exchange'
>
