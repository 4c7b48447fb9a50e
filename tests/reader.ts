// A visitor who reads and comments: follows links and redirects, keeps cookies, fills in the forms
// that pages serve. Knows nothing of the inside, so it reads any Broadside: in tests, or bundled.
import { type HTMLElement, parse } from 'node-html-parser';

/** Takes a request to the site under test. */
export type Ask = (request: Request) => Promise<Response>;

export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly source: string;
  readonly html: HTMLElement;
}

/** What a commenter types; a missing field stays as the form was served. */
export type Typing = Readonly<Partial<Record<'body' | 'name' | 'email' | 'website', string>>>;

export class Reader {
  /** The status and `Location` of each redirect that the last visit went through. */
  redirects: { status: number; location: string }[] = [];
  readonly #ask: Ask;
  readonly #origin: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #overhear: ((response: Response) => Promise<void>) | undefined;
  readonly #cookies = new Map<string, string>();

  /**
   * @param headers sent with every request, as a browser would its own
   * @param overhear is told every answer on the way, redirects too
   */
  constructor(
    ask: Ask,
    origin: string,
    headers: Readonly<Record<string, string>> = {},
    overhear?: (response: Response) => Promise<void>,
  ) {
    this.#overhear = overhear;
    this.#ask = ask;
    this.#origin = origin;
    this.#headers = headers;
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  open(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
    return this.#visit(new URL(path, this.#origin), { headers });
  }

  /** Opens an article, fills in its form and sends it. */
  async comment(slug: string, typing: Typing, query = ''): Promise<Page> {
    const page = await this.open(`/articles/${slug}${query}`);
    return this.submit(page, '#reply form', typing);
  }

  /**
   * Sends a form as served: its hidden fields, and what is typed into the others; a button that is pressed is one of them.
   */
  async submit(
    page: Page,
    form: string,
    typing: Readonly<Record<string, string>> = {},
  ): Promise<Page> {
    const element = page.html.querySelector(form);
    if (!element) throw new Error(`No ${form} on ${page.url.pathname} (${page.status})`);
    const fields = new URLSearchParams();
    for (const control of element.querySelectorAll('input[name], textarea[name]')) {
      if (isLeftOut(control)) continue;
      fields.set(control.getAttribute('name') ?? '', servedValue(control));
    }
    for (const [name, value] of Object.entries(typing)) fields.set(name, value);
    return this.#visit(new URL(element.getAttribute('action') ?? '', page.url), {
      method: 'POST',
      headers: { Origin: this.#origin, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: fields.toString(),
    });
  }

  /** @param init `headers` win over the reader's own; one set to '' is not sent */
  async #visit(
    url: URL,
    init: { method?: string; headers: Record<string, string>; body?: string },
  ) {
    this.redirects = [];
    let response = await this.#send(url, init);
    for (let location = movedTo(response); location !== null; location = movedTo(response)) {
      this.redirects.push({ status: response.status, location });
      url = new URL(location, url);
      if (url.origin !== this.#origin) break;
      response = await this.#send(url, { headers: {} });
    }
    const source = await response.text();
    return { url, status: response.status, headers: response.headers, source, html: parse(source) };
  }

  async #send(url: URL, init: { method?: string; headers: Record<string, string>; body?: string }) {
    const headers = new Headers({ ...this.#headers });
    for (const [name, value] of Object.entries(init.headers)) {
      if (!headers.has(name)) headers.set(name, value);
    }
    for (const [name, value] of [...headers]) if (value === '') headers.delete(name);
    const cookies = [...this.#cookies].map(([name, value]) => `${name}=${value}`);
    if (cookies.length > 0) headers.set('Cookie', cookies.join('; '));
    const target = new URL(url);
    target.hash = '';
    const response = await this.#ask(new Request(target, { ...init, headers, redirect: 'manual' }));
    await this.#overhear?.(response.clone());
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
      this.#cookies.set(name, value);
    }
    return response;
  }
}

/** A moderator presses a button of the first comment on a page of the desk. @param noun what it is posted as */
export async function press(
  desk: Reader,
  page: Page,
  noun: string,
  item = '.desk [data-item]',
): Promise<Page> {
  const id = page.html.querySelector(item)?.id.replace('comment-', '');
  return desk.submit(page, `form.list:has(#comment-${id})`, { decision: `${noun} ${id}` });
}

const movedTo = ({ status, headers }: Response) =>
  status >= 300 && status < 400 ? headers.get('Location') : null;

/** What can be ticked, and is not, is not sent. */
const isLeftOut = (control: HTMLElement) =>
  /^(checkbox|radio)$/.test(control.getAttribute('type') ?? '') && !control.hasAttribute('checked');

const servedValue = (control: HTMLElement) =>
  control.rawTagName.toLowerCase() === 'textarea'
    ? control.textContent.replace(/^\n/, '')
    : (control.getAttribute('value') ?? '');
