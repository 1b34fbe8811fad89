import type { Migration } from './migration'

/** Adds the service token that made a session, so that it ends with the token. */
export const serviceSessions: Migration = {
  sqlite: [
    'alter table sessions add column service_id blob',
    'create index sessions_of_service on sessions (service_id) where service_id is not null and revoked_at is null',
  ],
  postgres: [
    'alter table sessions add column service_id uuid',
    'create index sessions_of_service on sessions (service_id) where service_id is not null and revoked_at is null',
  ],
}
