// Keeps what is being written until it is posted, in this tab alone: it is gone when the tab is closed.
// Says how many characters are left when they become few.

const few = 500;

/** Finer the fewer are left: a screen reader says it whenever it changes. */
function inSteps(count: number): number {
  const step = count > 100 ? 50 : count > 20 ? 10 : 1;
  return count - (count % step);
}

/** Looks after the text of a form, from what was written in it before to the moment it is posted. */
export function keepDraft(form: HTMLFormElement): void {
  const body = form.querySelector<HTMLTextAreaElement>('[name=body]');
  const left = form.querySelector<HTMLElement>('[data-left]');
  if (!body || !left) return;
  const countLeft = () => {
    const count = Number(left.dataset.most) - [...body.value.trim()].length;
    left.hidden = count > few;
    left.textContent = (left.dataset.left ?? '').replace('#', String(inSteps(count)));
  };
  const { pathname } = new URL(form.action);
  const draft = `draft ${pathname}`;
  const sent = `sent ${pathname}`;
  try {
    const kept = sessionStorage.getItem(draft);
    const isPosted = document.querySelector('.own') && kept === sessionStorage.getItem(sent);
    if (isPosted) sessionStorage.removeItem(draft);
    else body.value ||= kept ?? '';
    body.addEventListener('input', () => sessionStorage.setItem(draft, body.value));
    form.addEventListener('submit', () => sessionStorage.setItem(sent, body.value));
  } catch {
    // This browser keeps nothing for us.
  }
  body.addEventListener('input', countLeft);
  countLeft();
}
