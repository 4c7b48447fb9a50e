// Answers a comment where it stands, and posts without leaving the page that is read.
import { keepDraft } from './draft.ts';
import { attend, fetched, followed } from './fetched.ts';
import { remember } from './remember.ts';

const find = (selector: string) => document.querySelector<HTMLElement>(selector);

function begin(): void {
  const form = document.querySelector<HTMLFormElement>('#reply form');
  if (!form) return;
  keepDraft(form);
  remember(form);
}

/** What was typed goes along when another form takes the place of this one. */
function carry(from: Element | null, to: Element): void {
  for (const field of from?.querySelectorAll<HTMLInputElement>('.field [name]') ?? []) {
    const same = to.querySelector<HTMLInputElement>(`[name=${field.name}]`);
    if (same) same.value ||= field.value;
  }
}

document.addEventListener('click', async (event) => {
  const link = followed(event, '.answers a[href$="#leave-a-reply"], #reply h2 a');
  if (!link) return;
  const answers = link.closest('.answers');
  try {
    const reply = (await fetched(link.href)).page.querySelector('#reply');
    const place = answers ?? find('#comments');
    if (!reply || !place) throw new Error();
    const old = find('#reply');
    carry(old, reply);
    old?.remove();
    place.after(reply);
    begin();
    attend(find(answers ? '#body' : link.hash));
  } catch {
    location.href = link.href;
  }
});

document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches('#reply form')) return;
  event.preventDefault();
  if (form.ariaBusy) return;
  form.ariaBusy = 'true';
  try {
    const action = event.submitter?.getAttribute('formaction') ?? form.action;
    const { url, page } = await fetched(action, { method: 'POST', body: new FormData(form) });
    const own = page.querySelector('.own');
    const comments = page.querySelector('#comments');
    const reply = page.querySelector('#reply');
    if (!reply) return form.submit();
    if (own && comments) {
      find('#reply')?.remove();
      find('#comments')?.replaceWith(comments);
      comments.after(reply);
      history.replaceState(null, '', `${url}#${own.id}`);
    } else {
      find('#reply')?.replaceWith(reply);
    }
    begin();
    attend(own ? find('.own') : (find('#problems') ?? find('#preview')));
  } catch {
    form.ariaBusy = null;
    form.querySelector('#problems')?.remove();
    const problem = document.createElement('p');
    problem.id = problem.className = 'problems';
    problem.textContent = form.dataset.away ?? '';
    form.prepend(problem);
    attend(problem);
  }
});

begin();
