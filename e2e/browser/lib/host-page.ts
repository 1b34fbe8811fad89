import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ChatId } from '@parley/protocol'
import type { Page } from '@playwright/test'

/** A message for the frame, as the page of the other product sends it. */
export type FrameMessage = Readonly<Record<string, unknown>> & { readonly type: string }

interface HostOptions {
  /** `127.0.0.1` belongs to the site of the servers in tests, `parley.test` is another one. */
  readonly name: '127.0.0.1' | 'parley.test'
  /** The response to a question for a token; undefined gives none. */
  readonly token?: (reason: string) => Promise<Readonly<Record<string, unknown>> | undefined>
}

const pageOf = (source: string) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Shop</title>
<style>html, body { margin: 0; height: 100% } iframe { border: 0; width: 100%; height: 100% }</style>
<body><iframe title="Chat" src="${source}"></iframe>
<script>
  const frame = document.querySelector('iframe')
  const origin = new URL(frame.src).origin
  window.tell = (message) => frame.contentWindow.postMessage(message, origin)
  window.asked = []
  addEventListener('message', async (event) => {
    if (event.origin !== origin || event.source !== frame.contentWindow || event.data.type !== 'parley:tokenWanted') return
    asked.push(event.data.reason)
    window.lastId = event.data.id
    const response = await fetch('/token?reason=' + event.data.reason, { method: 'POST' })
    if (response.ok) tell({ type: 'parley:token', id: event.data.id, ...(await response.json()) })
  })
</script>`

/** A page of another product that shows a frame, and signs its user on. */
export class HostPage {
  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly url: string,
  ) {}

  static async start({ name, token }: HostOptions): Promise<HostPage> {
    const server = createServer(async (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://host')
      if (pathname === '/favicon.ico') return response.writeHead(204).end()
      if (pathname !== '/token') {
        const page = pageOf(searchParams.get('frame') ?? 'about:blank')
        return response.writeHead(200, { 'content-type': 'text/html' }).end(page)
      }
      const given = await token?.(searchParams.get('reason') ?? '')
      return response.writeHead(given ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(given))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new HostPage(server, `http://${name}:${(server.address() as AddressInfo).port}`)
  }

  /** The path of a page with a frame that shows this address. */
  pathFor(frame: string): string {
    return `/?frame=${encodeURIComponent(frame)}`
  }

  stop(): void {
    this.server.close()
    this.server.closeAllConnections()
  }
}

/** The address of a chat for frames. */
export const frameAddress = (url: string, chatId: ChatId, look = ''): string => `${url}/embed/${chatId}${look}`

/** Sends a message from the page around to its frame. */
export const tellFrame = (page: Page, message: FrameMessage): Promise<void> =>
  page.evaluate((sent) => (globalThis as unknown as { tell(message: unknown): void }).tell(sent), message)

/** The id of the frame's last question. */
export const lastIdIn = (page: Page): Promise<string> =>
  page.evaluate(() => (globalThis as unknown as { lastId: string }).lastId)

/** The reasons for which the frame requested tokens. */
export const askedIn = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
