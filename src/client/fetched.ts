/** The link that is clicked, if it is to be followed here and by us. */
export function followed(event: MouseEvent, selector: string): HTMLAnchorElement | null {
  const isForBrowser = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (isForBrowser || !link?.matches(selector)) return null;
  event.preventDefault();
  return link;
}

/** Asks for a page, and gives it to be taken apart, with its address. */
export async function fetched(url: string, init?: RequestInit) {
  const answer = await fetch(url, init);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return { url: answer.url, page };
}

/** Moves the focus, and with it the view and the voice of a screen reader. */
export function attend(element: HTMLElement | null | undefined): void {
  if (!element) return;
  if (!element.matches('textarea')) element.tabIndex = -1;
  element.focus();
}
