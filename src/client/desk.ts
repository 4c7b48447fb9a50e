// Works through the desk by keyboard, and decides without leaving the page.
import { attend } from './fetched.ts';

const find = <Kind extends HTMLElement>(selector: string, within: ParentNode = document) =>
  within.querySelector<Kind>(selector);
const items = () => [...document.querySelectorAll<HTMLElement>('[data-item]')];

/** The comment that keys are about. */
let current: HTMLElement | undefined;

/** What was decided on this page, the last one last: what it was about, and what the desk answers to it. */
const decided: { readonly item: HTMLElement; readonly answer: Promise<Told> }[] = [];
type Told = Readonly<Record<string, string>>;

function choose(item: HTMLElement | undefined): void {
  if (!item) return;
  current?.removeAttribute('aria-current');
  current = item;
  item.setAttribute('aria-current', 'true');
  attend(item);
  item.scrollIntoView({ block: 'nearest' });
}

/** The next one, or the one before; of those that still wait, where asked for. */
function step(by: 1 | -1, isWaiting = false): void {
  const all = items();
  let place = current ? all.indexOf(current) : by === 1 ? -1 : all.length;
  do place += by;
  while (isWaiting && all[place]?.dataset.became);
  choose(all[place]);
}

function say(text: string | undefined): void {
  const said = find('[data-said]');
  if (said) said.textContent = text ?? '';
}

/** Says of a comment what became of it, or why nothing did. */
function mark(item: HTMLElement, text: string, became: string | undefined): void {
  const note = find('.became', item) ?? document.createElement('p');
  note.className = 'became';
  note.textContent = text;
  item.append(note);
  if (became) item.dataset.became = became;
  else delete item.dataset.became;
  say(text);
}

async function send(action: string, fields: FormData): Promise<Told> {
  const headers = { Accept: 'application/json' };
  const answer = await fetch(action, { method: 'POST', body: fields, headers });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.detail);
  return told;
}

async function decide(
  item: HTMLElement,
  form: HTMLFormElement,
  button: HTMLElement,
): Promise<void> {
  const name = button.textContent ?? '';
  const action = button.getAttribute('formaction') ?? '';
  mark(item, name, action);
  step(1, true);
  const decision = { item, answer: send(action, new FormData(form)) };
  decided.push(decision);
  try {
    await decision.answer;
  } catch (error) {
    if (decided.includes(decision)) decided.splice(decided.indexOf(decision), 1);
    mark(item, whyNot(error), undefined);
    choose(item);
  }
}

/** In the desk's words: its answer says why; where none came, nothing was decided. */
const whyNot = (error: unknown): string =>
  (!(error instanceof TypeError) && error instanceof Error && error.message) ||
  (find('[data-said]')?.dataset.away ?? '');

async function undo(): Promise<void> {
  const last = decided.pop();
  if (!last) {
    find<HTMLFormElement>('form.undo')?.requestSubmit();
    return;
  }
  const form = find<HTMLFormElement>('form.decisions', last.item);
  try {
    // It may be on its way still.
    const { undo: address = '' } = await last.answer;
    await send(address, new FormData(form ?? undefined));
    mark(last.item, find('[data-said]')?.dataset.undone ?? '', undefined);
  } catch (error) {
    say(whyNot(error));
  }
  choose(last.item);
}

document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  const item = form instanceof HTMLFormElement ? form.closest<HTMLElement>('[data-item]') : null;
  if (!item || !(form instanceof HTMLFormElement) || !submitter?.matches('[data-key]')) return;
  event.preventDefault();
  decide(item, form, submitter);
});

document.addEventListener('focusin', ({ target }) => {
  const item = target instanceof Element ? target.closest<HTMLElement>('[data-item]') : null;
  if (!item || item === current) return;
  current?.removeAttribute('aria-current');
  current = item;
  item.setAttribute('aria-current', 'true');
});

document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  const isTyping =
    target instanceof Element && target.matches('input:not([type=checkbox]), textarea, select');
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping) return;
  if (find('dialog[open]')) return;
  const act: Record<string, () => void> = {
    j: () => step(1),
    k: () => step(-1),
    u: undo,
    x: () => find('input[type=checkbox]', current)?.click(),
    '?': () => find<HTMLDialogElement>('#keys')?.showModal(),
  };
  const button = /^[ars]$/.test(key) ? find(`[data-key=${key}]`, current ?? undefined) : null;
  const does = act[key] ?? (current && button ? () => button.click() : undefined);
  if (!does) return;
  event.preventDefault();
  does();
});

const all = find<HTMLElement>('[data-all]');
if (all) all.hidden = false;
all?.addEventListener('change', () => {
  for (const box of document.querySelectorAll<HTMLInputElement>('[form=chosen]'))
    box.checked = find<HTMLInputElement>('input', all)?.checked ?? false;
});

const help = find('[data-help]');
if (help) help.hidden = false;
help?.addEventListener('click', () => find<HTMLDialogElement>('#keys')?.showModal());
