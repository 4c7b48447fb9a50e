// Answers a comment where it stands, and posts without leaving the page that is read.
import { keepDraft } from './draft.ts';
import { attend, fetched, followed } from './fetched.ts';
import { remember } from './remember.ts';
import { drawTurnstile } from './turnstile.ts';

const find = (selector: string) => document.querySelector<HTMLElement>(selector);
const theForm = () => document.querySelector<HTMLFormElement>('#reply form');

function begin(): void {
  const form = theForm();
  if (!form) return;
  keepDraft(form);
  remember(form);
}

/** What was typed and ticked goes along when another form takes the place of this one. */
function carry(from: Element | null, to: Element | null): void {
  for (const old of from?.querySelectorAll<HTMLInputElement>('.field [name], #remember') ?? []) {
    const same = to?.querySelector<HTMLInputElement>(`#${old.id}`);
    if (!same) continue;
    same.value ||= old.value;
    same.checked = old.checked;
  }
}

/** The link that was followed last: an answer that was overtaken changes nothing. */
let followedLast: Element | undefined;

document.addEventListener('click', async (event) => {
  const link = followed(event, '.answers a[href$="#leave-a-reply"], #reply h2 a');
  // While a comment is on its way, the form stays where it is.
  if (!link || theForm()?.inert) return;
  followedLast = link;
  const answers = link.closest('.answers');
  try {
    const reply = (await fetched(link.href)).page.querySelector('#reply');
    if (followedLast !== link) return;
    const place = answers ?? find('#comments');
    if (!reply?.querySelector('form') || !place) throw new Error();
    const old = find('#reply');
    old?.remove();
    place.after(reply);
    begin();
    drawTurnstile();
    carry(old, reply);
    attend(find(answers ? '#body' : link.hash));
  } catch {
    location.href = link.href;
  }
});

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches('#reply form')) return;
  event.preventDefault();
  if (form.inert) return;
  const fields = new FormData(form);
  const { submitter } = event;
  if (submitter instanceof HTMLButtonElement && submitter.name)
    fields.set(submitter.name, submitter.value);
  // Nothing that is typed now would go along.
  form.inert = true;
  try {
    const { url, page } = await fetched(form.action, { method: 'POST', body: fields });
    const own = page.querySelector('.own');
    const comments = page.querySelector('#comments');
    const reply = page.querySelector('#reply');
    if (!reply) throw new Error();
    if (own && comments) {
      find('#reply')?.remove();
      find('#comments')?.replaceWith(comments);
      comments.after(reply);
      history.replaceState(null, '', `${url}#${own.id}`);
    } else {
      find('#reply')?.replaceWith(reply);
    }
    begin();
    drawTurnstile();
    attend(own ? find('.own') : (find('#preview') ?? find('#problems')));
  } catch {
    form.inert = false;
    form.querySelector('#problems')?.remove();
    const problem = document.createElement('p');
    problem.id = problem.className = 'problems';
    problem.textContent = form.dataset.away ?? '';
    form.prepend(problem);
    attend(problem);
  }
});

begin();
