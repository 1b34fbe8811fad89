import { Suspense } from 'react'
import { AuthFrame } from '../../src/auth/auth-frame'
import { ForgotCodePage, ForgotPage } from '../../src/auth/forgot-page'
import { RegisterForm } from '../../src/auth/register-form'
import { RegisterPage } from '../../src/auth/register-page'
import { SignInPage } from '../../src/auth/sign-in-page'
import { RequestState } from '../../src/auth/waiting-page'
import { DetailsPane } from '../../src/details/details-pane'
import { PeoplePane } from '../../src/friends/people-pane'
import { PersonPage } from '../../src/friends/person-page'
import { useT } from '../../src/i18n'
import { ListPane } from '../../src/list/list-pane'
import { SettingsPage } from '../../src/settings/settings-page'
import { ConnectionBanner } from '../../src/shell/connection-banner'
import { SignInNotice } from '../../src/sign-ins/sign-in-notice'
import { nowMs } from '../fixed-clock'
import { walkers } from '../fixtures/chats'
import { bob, dora, victor } from '../fixtures/people'
import { Case, Cases, Stage } from '../frame'

/** The list without a network, and the actions in a group. */
export const Lists = () => (
  <div className="bg-canvas p-16">
    <Cases columns={2}>
      <Case name="list, without a network">
        <Stage className="relative flex h-[640px] flex-col bg-surface-sidebar">
          <ConnectionBanner at="end" />
          <div className="min-h-0 flex-1">
            <ListPane />
          </div>
        </Stage>
      </Case>
      <Case name="details of a group">
        <Stage className="h-[640px]">
          <DetailsPane chatId={walkers} />
        </Stage>
      </Case>
    </Cases>
  </div>
)

/** The notice of a sign-in on another device. */
export const SignIns = () => (
  <div className="bg-surface-sidebar pt-16">
    <SignInNotice />
  </div>
)

/** Friends, requests, profiles. */
export const People = () => (
  <div className="bg-canvas p-16">
    <Cases columns={2}>
      <Case name="people">
        <Stage className="h-[860px] bg-surface-sidebar">
          <PeoplePane />
        </Stage>
      </Case>
      <div className="flex flex-col gap-16">
        {[bob, dora, victor].map(({ id, username }) => (
          <Case key={id} name={username}>
            <Stage>
              <PersonPage userId={id} />
            </Stage>
          </Case>
        ))}
      </div>
    </Cases>
  </div>
)

export const Settings = () => (
  <div className="bg-surface">
    <Suspense>
      <SettingsPage />
    </Suspense>
  </div>
)

const RequestForm = () => (
  <AuthFrame title={useT()('accountRequestTitle')}>
    <RegisterForm approval proof={false} />
  </AuthFrame>
)

const requestStates = [{ state: 'waiting', expiresAt: nowMs + 30 * 86_400_000 }, { state: 'over' }] as const

/** The pages before sign-in. */
export const Auth = () => (
  <div className="grid grid-cols-1 desktop:grid-cols-2 [&>div]:h-auto">
    <SignInPage />
    <RegisterPage />
    <ForgotPage />
    <ForgotCodePage login="alice" />
    <RequestForm />
    {requestStates.map((state) => (
      <RequestState key={state.state} ticket="" state={state} onRetry={() => undefined} />
    ))}
  </div>
)
