// Where Turnstile is asked: by itself it draws once, in the form that the page came with.
declare global {
  interface Window {
    turnstile?: { render(box: Element, options: object): void };
  }
}

/**
 * Draws it in a form that has taken the place of another. Where no answer came, the form stays, and so does what
 * Turnstile said: the same form sent again is asked about as the same, so it is as good as the first time.
 */
export function drawTurnstile(): void {
  const box = document.querySelector<HTMLElement>('.cf-turnstile');
  try {
    if (box) window.turnstile?.render(box, { ...box.dataset });
  } catch {
    // Without it the comment waits for a moderator.
  }
}
