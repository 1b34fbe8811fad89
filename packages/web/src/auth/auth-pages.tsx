import { Route, Switch } from 'wouter'
import { ForgotCodePage, ForgotPage } from './forgot-page'
import { InvitePage } from './invite-page'
import { loginInPath } from './login-in-path'
import { ContinuePage } from './providers/continue-page'
import { RegisterPage } from './register-page'
import { ResetPage } from './reset-page'
import { SetupPage } from './setup-page'
import { WaitingPage } from './waiting-page'

/** The pages for new accounts and new passwords. The sign-in page doesn't load them. */
export const AuthPages = () => (
  <Switch>
    <Route path="/register">
      <RegisterPage />
    </Route>
    <Route path="/waiting">
      <WaitingPage />
    </Route>
    <Route path="/i/:code">{({ code }) => <InvitePage key={code} code={code} />}</Route>
    <Route path="/setup/:code">{({ code }) => <SetupPage key={code} code={code} />}</Route>
    <Route path="/continue">
      <ContinuePage />
    </Route>
    <Route path="/forgot">
      <ForgotPage />
    </Route>
    <Route path="/forgot/:login">{({ login }) => <ForgotCodePage key={login} login={loginInPath(login)} />}</Route>
    <Route path="/reset/:code">{({ code }) => <ResetPage key={code} code={code} />}</Route>
  </Switch>
)
