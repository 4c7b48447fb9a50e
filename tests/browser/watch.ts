// Opens every page of the tests here, and watches what it does: what no page of ours does fails the test.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launch } from './chromium.ts';

interface Options extends BrowserContextOptions {
  /** See {@link announce}. */
  readonly announced?: readonly string[];
}

interface Watch {
  readonly context: BrowserContext;
  readonly noticed: string[];
  readonly announced: string[];
}

const watches = new Map<BrowserContext, Watch>();

/**
 * A browser for the tests of one file. Pages must leave before their site does: the icon that a page still asks for
 * would fail the test now and then. So call it below the hooks that end the sites (what comes last ends first), and end
 * the site of a single test by onTestFinished, which comes after all hooks.
 *
 * @param home where paths begin, unless a page's options say so
 */
export function browsing(home: () => string) {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launch();
  });
  afterEach(async () => {
    const ended = [...watches.values()];
    watches.clear();
    for (const { context } of ended) await context.close();
    expect(ended.flatMap(unannounced), 'what no page should do').toEqual([]);
    expect(ended.flatMap(missing), 'what was announced, and did not happen').toEqual([]);
  });
  afterAll(() => browser?.close());

  /** A page of a browser that was never here before. */
  async function blank({ announced = [], ...options }: Options = {}): Promise<Page> {
    const baseURL = options.baseURL ?? home();
    if (!browser) throw new Error('There are pages in tests alone.');
    const context = await browser.newContext({ ...options, baseURL });
    watches.set(context, watched(context, new URL(baseURL).origin, announced));
    return context.newPage();
  }
  async function open(path: string, options: Options = {}): Promise<Page> {
    const page = await blank(options);
    await page.goto(path);
    return page;
  }
  return { blank, open };
}

/**
 * Says of a page that the test makes it do what no page should.
 *
 * @param oddities how each begins, as this file words them; none may fail to happen
 */
export function announce(page: Page, ...oddities: readonly string[]): void {
  watches.get(page.context())?.announced.push(...oddities);
}

function watched(context: BrowserContext, origin: string, announced: readonly string[]): Watch {
  const noticed: string[] = [];
  context.on('console', (message) => {
    // The answer itself is noticed.
    if (/^Failed to load resource: the server responded/.test(message.text())) return;
    noticed.push(`the console: ${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => noticed.push(`an error: ${error.error().message}`));
  context.on('dialog', (dialog) => {
    noticed.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) noticed.push(`a request to ${request.url()}`);
  });
  context.on('response', (response) => {
    const { pathname, search } = new URL(response.url());
    if (response.status() >= 400)
      noticed.push(
        `an answer of ${response.status()} to ${response.request().method()} ${pathname}${search}`,
      );
  });
  return { context, noticed, announced: [...announced] };
}

const unannounced = ({ noticed, announced }: Watch) =>
  noticed.filter((one) => !announced.some((oddity) => one.startsWith(oddity)));

const missing = ({ noticed, announced }: Watch) =>
  announced.filter((oddity) => !noticed.some((one) => one.startsWith(oddity)));
