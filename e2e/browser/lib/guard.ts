import { expect, type Page } from '@playwright/test'

/** Watches pages for forbidden events: errors in the console, script failures, requests to third parties. */
export class Guard {
  private readonly found: string[] = []
  private readonly allowed: RegExp[] = []

  /** Allows errors that a test causes on purpose. */
  allow(...patterns: readonly RegExp[]): void {
    this.allowed.push(...patterns)
  }

  watch(page: Page, origin: string): void {
    const keep = (what: string) => this.found.push(what)
    page.on('console', (message) => {
      if (message.type() === 'error') keep(`console: ${message.text()} (${message.location().url})`)
    })
    page.on('pageerror', (error) => keep(`failure: ${error.message}`))
    page.on('request', (request) => {
      const { protocol, origin: asked } = new URL(request.url())
      if (protocol.startsWith('http') && asked !== origin) keep(`third party: ${request.url()}`)
    })
  }

  /** All events, allowed or not. */
  report(): string {
    return this.found.join('\n')
  }

  /** Fails if there was any event that isn't allowed. */
  check(): void {
    const problems = this.found.filter((what) => !this.allowed.some((pattern) => pattern.test(what)))
    expect(problems, 'errors on the pages of this test').toEqual([])
  }
}
