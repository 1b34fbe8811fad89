import { Route, Switch } from 'wouter'
import { InvitePage } from './invite-page'
import { RegisterPage } from './register-page'
import { ResetPage } from './reset-page'
import { SetupPage } from './setup-page'
import { SignInPage } from './sign-in-page'

/** Every page that needs no session. What is asked for otherwise waits behind the sign-in, at its own address. */
export const AuthPages = () => (
  <Switch>
    <Route path="/register">
      <RegisterPage />
    </Route>
    <Route path="/i/:code">{({ code }) => <InvitePage key={code} code={code} />}</Route>
    <Route path="/setup/:code">{({ code }) => <SetupPage key={code} code={code} />}</Route>
    <Route path="/reset/:code">{({ code }) => <ResetPage key={code} code={code} />}</Route>
    <Route>
      <SignInPage />
    </Route>
  </Switch>
)
