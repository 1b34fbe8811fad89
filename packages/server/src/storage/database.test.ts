import { testDatabaseContract } from '../testing/database-contract'
import { testedKind } from '../testing/test-database'

const kind = testedKind()
testDatabaseContract(kind === 'sqlite' ? 'SQLite' : 'PostgreSQL', kind)
