// Keeps what is being written until it is posted, in this tab alone: it is gone when the tab is closed.
// Says how many characters are left when they become few.

const place = `draft ${location.pathname}`;

/** As the site counts them: code points. */
const longest = 10_000;
const few = 500;

export function keepDraft(form: HTMLFormElement): void {
  const body = form.querySelector<HTMLTextAreaElement>('[name=body]');
  const left = form.querySelector<HTMLElement>('[data-left]');
  if (!body || !left) return;
  const countLeft = () => {
    const count = longest - [...body.value].length;
    left.hidden = count > few;
    left.textContent = (left.dataset.left ?? '').replace('#', String(count));
  };
  try {
    const isPosted = document.querySelector('.own') !== null;
    if (isPosted) sessionStorage.removeItem(place);
    else body.value ||= sessionStorage.getItem(place) ?? '';
    body.addEventListener('input', () => sessionStorage.setItem(place, body.value));
  } catch {
    // This browser keeps nothing for us.
  }
  body.addEventListener('input', countLeft);
  countLeft();
}
