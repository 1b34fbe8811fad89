import { spine } from './0001-spine'
import { spine as spineOnPostgres } from './0001-spine-postgres'
import { completeSpine } from './0002-complete-spine'
import { failures } from './0003-failures'
import { passwordResets } from './0004-password-resets'
import { usage } from './0005-usage'
import { flatLists } from './0006-flat-lists'
import { revsApart } from './0007-revs-apart'
import { mediaKinds } from './0008-media-kinds'
import { played } from './0009-played'
import { forwardsAndContents } from './0010-forwards-and-contents'
import { mediaScan } from './0011-media-scan'
import { closedAccounts } from './0012-closed-accounts'
import { emails } from './0013-emails'
import { audit } from './0014-audit'
import { sessionAddresses } from './0015-session-addresses'
import { networks } from './0016-networks'
import { accountRequests } from './0017-account-requests'
import { pinyin } from './0018-pinyin'
import { reports } from './0019-reports'
import { secondFactor } from './0020-second-factor'
import { waves } from './0021-waves'
import { heldCopies } from './0022-held-copies'
import { passkeys } from './0023-passkeys'
import { exportsOfPeople } from './0024-exports'
import { moderation } from './0025-moderation'
import { identities } from './0026-identities'
import { uploadsByOwner } from './0027-uploads-by-owner'
import { service } from './0028-service'
import { providerLinks } from './0029-provider-links'
import { serviceSessions } from './0030-service-sessions'
import type { Migration } from './migration'

/**
 * Every migration under the name of its file, oldest first. Add new ones at the end. A landed migration never changes, because
 * it has already run on other people's data: `landed.json` holds the hash of each file. CONTRIBUTING.md shows how to add one.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-spine': { sqlite: spine, postgres: spineOnPostgres },
  '0002-complete-spine': completeSpine,
  '0003-failures': failures,
  '0004-password-resets': passwordResets,
  '0005-usage': usage,
  '0006-flat-lists': flatLists,
  '0007-revs-apart': revsApart,
  '0008-media-kinds': mediaKinds,
  '0009-played': played,
  '0010-forwards-and-contents': forwardsAndContents,
  '0011-media-scan': mediaScan,
  '0012-closed-accounts': closedAccounts,
  '0013-emails': emails,
  '0014-audit': audit,
  '0015-session-addresses': sessionAddresses,
  '0016-networks': networks,
  '0017-account-requests': accountRequests,
  '0018-pinyin': pinyin,
  '0019-reports': reports,
  '0020-second-factor': secondFactor,
  '0021-waves': waves,
  '0022-held-copies': heldCopies,
  '0023-passkeys': passkeys,
  '0024-exports': exportsOfPeople,
  '0025-moderation': moderation,
  '0026-identities': identities,
  '0027-uploads-by-owner': uploadsByOwner,
  '0028-service': service,
  '0029-provider-links': providerLinks,
  '0030-service-sessions': serviceSessions,
}
