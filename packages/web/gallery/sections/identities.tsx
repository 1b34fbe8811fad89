import type { OwnIdentities } from '@parley/protocol'
import { Unknown } from '../../src/auth/providers/step-page'
import { Ways } from '../../src/settings/identities/identities-section'
import { ownIdentities } from '../fixtures/identities'
import { Case, Cases, Stage } from '../frame'

const nothing = () => undefined
const onlyProvider: OwnIdentities = { ...ownIdentities, hasPassword: false }
const work = { name: 'work', title: 'Lakeside ID', returnsTo: 'https://chat.example/auth/oidc/work/callback' }
const step = {
  provider: work,
  label: 'alice@lake.example',
  username: 'alice',
  name: 'Alice',
  registration: 'open',
} as const

/** The linked accounts in the settings, with a password and without. */
export const Identities = () => (
  <div className="bg-surface p-16">
    <Cases>
      <Case name="with a password">
        <Ways own={ownIdentities} onOwn={nothing} />
      </Case>
      <Case name="without a password">
        <Ways own={onlyProvider} onOwn={nothing} />
      </Case>
    </Cases>
  </div>
)

/** A person whom the server doesn't know. */
export const UnknownPerson = () => (
  <Stage className="h-[720px]">
    <Unknown ticket="" back="/" step={step} />
  </Stage>
)
