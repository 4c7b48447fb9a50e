// Works through the desk by keyboard, and decides without leaving the page.
import { attend } from './fetched.ts';

const find = <Kind extends HTMLElement>(selector: string, within: ParentNode = document) =>
  within.querySelector<Kind>(selector);
const items = () => [...document.querySelectorAll<HTMLElement>('[data-item]')];

/** The comment that keys are about. */
let current: HTMLElement | undefined;

/** What was decided on this page, the last one last: what it was about, and what the desk answers to it. */
const decided: Decision[] = [];
interface Decision {
  readonly item: HTMLElement;
  readonly answer: Promise<Told>;
}
type Told = Readonly<Record<string, string>>;

function point(item: HTMLElement): void {
  current?.removeAttribute('aria-current');
  current = item;
  item.setAttribute('aria-current', 'true');
}

function choose(item: HTMLElement | undefined): void {
  if (!item) return;
  point(item);
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

/** Says of a comment what became of it, or why nothing did. What was decided is not chosen for another decision. */
function mark(item: HTMLElement, text: string, became: string | undefined): void {
  const box = find<HTMLInputElement>('input[type=checkbox]', item);
  if (box) {
    box.checked = false;
    box.disabled = became !== undefined;
  }
  const note = find('.became', item) ?? document.createElement('p');
  note.className = 'became';
  note.textContent = text;
  item.append(note);
  if (became) item.dataset.became = became;
  else delete item.dataset.became;
  say(text);
}

/** Sends what a form of the desk carries, of all that is in it, and what is decided on one comment. */
async function send(
  action: string,
  form: HTMLFormElement,
  decision: Readonly<Record<string, string>> = {},
): Promise<Told> {
  const body = new FormData();
  for (const name of ['token', 'back', ...Object.keys(decision)])
    body.set(name, decision[name] ?? find<HTMLInputElement>(`[name="${name}"]`, form)?.value ?? '');
  const headers = { Accept: 'application/json' };
  // Whoever leaves the page has decided all the same.
  const answer = await fetch(action, { method: 'POST', body, headers, keepalive: true });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.detail);
  return told;
}

async function decide(
  item: HTMLElement,
  form: HTMLFormElement,
  button: HTMLButtonElement,
): Promise<void> {
  mark(item, button.textContent ?? '', button.value);
  step(1, true);
  const seen = find<HTMLInputElement>('[name^=seen]', item);
  const fields = { decision: button.value, [seen?.name ?? '']: seen?.value ?? '' };
  const decision = { item, answer: send(form.action, form, fields) };
  decided.push(decision);
  offerUndo(decision);
  try {
    await decision.answer;
  } catch (error) {
    if (decided.includes(decision)) decided.splice(decided.indexOf(decision), 1);
    mark(item, whyNot(error), undefined);
    choose(item);
  }
}

/** For whoever has no keys: what was decided on hides its own buttons. */
function offerUndo(decision: Decision): void {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'second';
  button.textContent = find('[data-said]')?.dataset.undo ?? '';
  button.addEventListener('click', () => undo(decision));
  find('.became', decision.item)?.append(' ', button);
}

/** In the desk's words: its answer says why; where none came, nothing was decided. */
const whyNot = (error: unknown): string =>
  (error instanceof Error && error.constructor === Error && error.message) ||
  (find('[data-said]')?.dataset.away ?? '');

async function undo(last = decided.at(-1)): Promise<void> {
  if (!last) {
    find<HTMLFormElement>('form.undo')?.requestSubmit();
    return;
  }
  decided.splice(decided.indexOf(last), 1);
  const form = last.item.closest('form');
  if (!form) return;
  try {
    // It may be on its way still.
    const { undo: address = '' } = await last.answer;
    await send(address, form);
    mark(last.item, find('[data-said]')?.dataset.undone ?? '', undefined);
  } catch (error) {
    say(whyNot(error));
  }
  choose(last.item);
}

document.addEventListener('submit', (event) => {
  const { target: form, submitter } = event;
  const item = submitter?.closest<HTMLElement>('[data-item]');
  if (!item || !(form instanceof HTMLFormElement)) return;
  event.preventDefault();
  if (submitter instanceof HTMLButtonElement) decide(item, form, submitter);
});

document.addEventListener('focusin', ({ target }) => {
  const item = target instanceof Element ? target.closest<HTMLElement>('[data-item]') : null;
  if (item) point(item);
});

document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  const isTyping =
    target instanceof Element && target.matches('input:not([type=checkbox]), textarea, select');
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping) return;
  if (find('dialog[open]') || !find<HTMLInputElement>('[data-keys]')?.checked) return;
  // Keys are about a comment only while nothing else has the focus.
  const isElsewhere =
    target instanceof Element && target !== document.body && !current?.contains(target);
  const subject = isElsewhere || current?.dataset.became ? undefined : current;
  const act: Record<string, () => void> = {
    j: () => step(1),
    k: () => step(-1),
    u: () => undo(),
    x: () => subject && find('input[type=checkbox]', subject)?.click(),
    '?': () => find<HTMLDialogElement>('#keys')?.showModal(),
  };
  const button = subject && /^[ars]$/.test(key) ? find(`[data-key=${key}]`, subject) : null;
  const does = act[key] ?? (button ? () => button.click() : undefined);
  if (!does) return;
  event.preventDefault();
  does();
});

for (const all of document.querySelectorAll<HTMLElement>('[data-all]')) {
  all.hidden = false;
  all.addEventListener('change', () => {
    const isChosen = find<HTMLInputElement>('input', all)?.checked ?? false;
    for (const box of all.closest('form')?.querySelectorAll<HTMLInputElement>('[name^=chosen]') ??
      [])
      box.checked = isChosen && !box.disabled;
  });
}

/** Whoever speaks to their machine, or types where they did not mean to, does without. */
const keys = find<HTMLInputElement>('[data-keys]');
try {
  if (keys) keys.checked = localStorage.getItem('desk keys') !== 'off';
  keys?.addEventListener('change', () =>
    localStorage.setItem('desk keys', keys.checked ? 'on' : 'off'),
  );
} catch {
  // This browser keeps nothing for us.
}

const help = find('[data-help]');
if (help) help.hidden = false;
help?.addEventListener('click', () => find<HTMLDialogElement>('#keys')?.showModal());
