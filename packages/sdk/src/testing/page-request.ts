/** The part of XMLHttpRequest that uploads use, over `fetch`: for programs without. */
export class PageRequest {
  readonly upload: { onloadstart?: () => void; onprogress?: (event: { loaded: number }) => void } = {}
  onload: (() => void) | undefined
  onerror: (() => void) | undefined
  onabort: (() => void) | undefined
  status = 0
  responseText = ''
  #method = ''
  #url = ''
  #answered: Headers | undefined
  readonly #headers: Record<string, string> = {}
  readonly #abort = new AbortController()

  open(method: string, url: string): void {
    this.#method = method
    this.#url = url
  }

  setRequestHeader(name: string, value: string): void {
    this.#headers[name] = value
  }

  getResponseHeader(name: string): string | null {
    return this.#answered?.get(name) ?? null
  }

  abort(): void {
    this.#abort.abort()
  }

  send(body: Blob | null): void {
    void this.#send(body)
  }

  async #send(body: Blob | null): Promise<void> {
    const { signal } = this.#abort
    if (body) this.upload.onloadstart?.()
    try {
      const options = { method: this.#method, headers: this.#headers, signal, ...(body && { body }) }
      const response = await fetch(this.#url, options)
      if (body) this.upload.onprogress?.({ loaded: body.size })
      this.#answered = response.headers
      this.status = response.status
      this.responseText = await response.text()
    } catch {
      return signal.aborted ? this.onabort?.() : this.onerror?.()
    }
    this.onload?.()
  }
}
