import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port'

const main = fileURLToPath(new URL('./oidc-provider-main.mjs', import.meta.url))

export interface OidcClient {
  readonly client_id: string
  readonly client_secret?: string
  readonly redirect_uris: readonly string[]
}

type People = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface FixedAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A real OpenID provider in a process of its own. */
export class TestProvider implements AsyncDisposable {
  private constructor(
    readonly issuer: string,
    private readonly process: ChildProcessByStdio<Writable, Readable, null>,
  ) {}

  static async start(clients: readonly OidcClient[], port?: number): Promise<TestProvider> {
    const listens = port ?? (await freePort())
    // It warns of its memory store, which is all that tests need.
    const child = spawn('node', [main], { stdio: ['pipe', 'pipe', 'ignore'] })
    const grants = { grant_types: ['authorization_code', 'refresh_token'] }
    const all = clients.map((client) => ({
      ...grants,
      ...(client.client_secret === undefined ? { token_endpoint_auth_method: 'none' } : {}),
      ...client,
    }))
    child.stdin.write(`${JSON.stringify({ port: listens, clients: all })}\n`)
    await new Promise<void>((resolve, reject) => {
      child.stdout.once('data', () => resolve())
      child.once('exit', (code) => reject(new Error(`the provider ended with code ${code}`)))
    })
    return new TestProvider(`http://127.0.0.1:${listens}`, child)
  }

  /** Sets the people whom the provider knows, with their claims. */
  setPeople(people: People): Promise<void> {
    return this.set('people', people)
  }

  /** Answers requests for paths such as `/me` in place of the provider. */
  setAnswers(answers: Readonly<Record<string, FixedAnswer>>): Promise<void> {
    return this.set('answers', answers)
  }

  /** Makes the provider sign people in without asking them again, and leave the claim out of its list. */
  hideTimes(hides: { readonly times: boolean; readonly claim: boolean }): Promise<void> {
    return this.set('hides', hides)
  }

  private async set(name: string, entries: object): Promise<void> {
    const response = await fetch(`${this.issuer}/test/${name}`, { method: 'POST', body: JSON.stringify(entries) })
    if (!response.ok) throw new Error(`the provider answered ${response.status}`)
  }

  /**
   * Does what a person does in their browser: follows the address, signs in, agrees, and goes back.
   * @returns the address of the last redirect, which leads back to the client
   */
  async signIn(url: string, login: string): Promise<string> {
    const browser = new Browser(this.issuer)
    let response = await browser.go(url)
    for (let steps = 0; steps < 12; steps++) {
      const next = response.headers.get('location')
      if (next !== null) {
        const target = new URL(next, this.issuer)
        if (target.origin !== this.issuer) return target.href
        response = await browser.go(target.href)
        continue
      }
      const page = await response.text()
      const [, action] = /<form[^>]*action="([^"]+)"/.exec(page) ?? []
      const [, prompt] = /name="prompt" value="(\w+)"/.exec(page) ?? []
      if (action === undefined || prompt === undefined) throw new Error(`no form in: ${page.slice(0, 500)}`)
      const fields = { prompt, ...(prompt === 'login' ? { login, password: 'any' } : {}) }
      response = await browser.go(action, new URLSearchParams(fields))
    }
    throw new Error('the provider did not lead back')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return
    const ended = new Promise<void>((resolve) => this.process.once('exit', () => resolve()))
    this.process.kill()
    await ended
  }
}

/** The cookies of one browser at the provider. */
class Browser {
  private readonly cookies = new Map<string, string>()

  constructor(private readonly origin: string) {}

  async go(url: string, form?: URLSearchParams): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(url, this.origin), {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: cookie === '' ? {} : { cookie },
      ...(form ? { body: form } : {}),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (name === undefined || value === undefined) continue
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }
}
