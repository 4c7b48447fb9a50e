import type { Child } from 'hono/jsx';
import type { Tree } from '../model/body.ts';
import type { Words } from '../strings/language.ts';
import { fill, plural } from '../strings/say.ts';
import { Body } from './body.tsx';
import type { Site } from './layout.tsx';
import { Turnstile } from './turnstile.tsx';

/** What a commenter types, exactly as typed. */
export interface Typed {
  readonly body: string;
  readonly name: string;
  readonly email: string;
  readonly website: string;
}

/** What is wrong with it, by field, in words. */
export type Faults = { readonly [Field in keyof Typed]?: string };

/** The form open to a reader: signed, with whatever was typed and found wrong the last time. */
export interface OpenReply {
  readonly isOpen: true;
  /** Signed and dated: what lets a browser post that does not say where its request comes from. */
  readonly token: string;
  readonly parent: { readonly id: string; readonly name: string } | undefined;
  /** Characters that a comment may have. */
  readonly most: number;
  /** Of the site at Turnstile; empty where nobody is asked. */
  readonly siteKey: string;
  readonly typed?: Typed | undefined;
  /** What was typed, as it will look. */
  readonly preview?: Tree | undefined;
  readonly faults?: Faults | undefined;
  /** What keeps it from being sent although every field is right. */
  readonly problem?: string | undefined;
  /** Where the comment is that stands in its way. */
  readonly place?: string | undefined;
}

/** No form, and why; the words of somebody who was too late are kept for them. */
export interface ClosedReply {
  readonly isOpen: false;
  readonly why: string;
  readonly typed?: Typed | undefined;
}

export type Reply = OpenReply | ClosedReply;

interface Props {
  readonly site: Site;
  readonly slug: string;
  readonly reply: Reply;
}

/** Where readers answer. */
export const ReplySection = ({ site, slug, reply }: Props) => (
  <section id="reply" class="reply replies" aria-labelledby="leave-a-reply">
    {reply.isOpen ? (
      <OpenForm site={site} slug={slug} reply={reply} />
    ) : (
      <ClosedForm site={site} reply={reply} />
    )}
  </section>
);

const OpenForm = ({ site, slug, reply }: Props & { reply: OpenReply }) => {
  const { words } = site;
  const { typed, faults = {}, parent } = reply;
  return (
    <>
      <h2 id="leave-a-reply">
        {parent ? fill(words.leaveAReplyTo, { name: parent.name }) : words.leaveAReply}
        {parent && (
          <a class="quiet" href={`/articles/${slug}#comment-${parent.id}`}>
            {words.cancelReply}
          </a>
        )}
      </h2>
      {reply.preview && (
        <div id="preview" class="preview" tabindex={-1}>
          {/* Where the form leads to, whatever comes of it. */}
          <span id="problems" />
          <h3>{words.preview}</h3>
          <Body tree={reply.preview} />
        </div>
      )}
      {/* The fragment leads an answer with faults to their summary, and the focus with it. */}
      <form
        method="post"
        action={`/articles/${slug}/comments#problems`}
        novalidate
        data-away={words.notNow}
      >
        <Problems words={words} faults={faults} problem={reply.problem} place={reply.place} />
        <p class="quiet">
          {words.notPublished} {words.requiredFields} *
        </p>
        <input type="hidden" name="token" value={reply.token} />
        {parent && <input type="hidden" name="parent" value={parent.id} />}
        {/* Programs fill in what they find; nobody who reads does. */}
        <p class="trap" aria-hidden="true">
          <label for="subject">{words.leaveEmpty}</label>
          <input id="subject" name="subject" tabindex={-1} autocomplete="off" />
        </p>
        <Fields site={site} most={reply.most} typed={typed} faults={faults} />
        <p class="remember" hidden>
          <input type="checkbox" id="remember" />
          <label for="remember">{words.remember}</label>
        </p>
        {reply.siteKey && <Turnstile words={words} siteKey={reply.siteKey} />}
        <p class="send">
          <button type="submit">{words.postComment}</button>{' '}
          {/* By its name: text browsers know no other way to ask for something else. */}
          <button type="submit" class="second" name="preview" value="1">
            {words.showPreview}
          </button>
        </p>
      </form>
    </>
  );
};

const Fields = ({ site: { words }, most, typed, faults }: FieldsProps) => (
  <>
    <Field name="body" label={`${words.comment} *`} fault={faults.body}>
      <textarea {...control('body', faults.body, 'formatting')} rows={8} dir="auto" required>
        {asContent(typed?.body ?? '')}
      </textarea>
      <span class="hint" id="formatting">
        {words.formatting}
      </span>
      <span
        class="quiet left"
        role="status"
        data-left={words.charactersLeft}
        data-most={most}
        hidden
      />
    </Field>
    <Field name="name" label={`${words.name} *`} fault={faults.name}>
      <input
        {...control('name', faults.name)}
        type="text"
        value={typed?.name}
        autocomplete="name"
        required
      />
    </Field>
    <Field
      name="email"
      label={`${words.email} *`}
      fault={faults.email}
      hint={
        <a class="hint" href="/privacy">
          {words.whatHappensToIt}
        </a>
      }
    >
      <input
        {...control('email', faults.email)}
        type="email"
        value={typed?.email}
        autocomplete="email"
        required
      />
    </Field>
    <Field name="website" label={words.website} fault={faults.website}>
      <input
        {...control('website', faults.website)}
        type="text"
        inputmode="url"
        value={typed?.website}
        autocomplete="url"
      />
    </Field>
  </>
);

interface FieldsProps {
  readonly site: Site;
  readonly most: number;
  readonly typed: Typed | undefined;
  readonly faults: Faults;
}

/** Browsers drop the first line break of a text area: this one, not the commenter's. */
export const asContent = (text: string) => `\n${text}`;

const ClosedForm = ({ site: { words }, reply: { why, typed } }: ClosedProps) => (
  <>
    <h2 id="leave-a-reply">{words.closedTitle}</h2>
    <p>{why}</p>
    {typed && (
      <div id="problems" class="problems" role="alert" tabindex={-1}>
        <p>{words.keptForYou}</p>
        {fieldOrder.map((field) => (
          <Field name={field} label={words[fieldLabels[field]]} fault={undefined}>
            <textarea id={field} rows={field === 'body' ? 8 : 1} readonly>
              {asContent(typed[field])}
            </textarea>
          </Field>
        ))}
      </div>
    )}
  </>
);

interface ClosedProps {
  readonly site: Site;
  readonly reply: ClosedReply;
}

const fieldOrder = ['body', 'name', 'email', 'website'] as const;
const fieldLabels = { body: 'comment', name: 'name', email: 'email', website: 'website' } as const;

/** What is wrong, at the head of the form, each line leading to its field. */
const Problems = ({
  words,
  faults,
  problem,
  place,
}: Pick<OpenReply, 'problem' | 'place'> & { words: Words; faults: Faults }) => {
  const wrong = fieldOrder.filter((field) => faults[field]);
  if (wrong.length === 0 && !problem) return null;
  return (
    <div id="problems" class="problems" role="alert" tabindex={-1}>
      <p>
        {problem ?? plural(words, words.mendThese, wrong.length)}{' '}
        {place && <a href={place}>{words.seeIt}</a>}
      </p>
      {wrong.length > 0 && (
        <ul>
          {wrong.map((field) => (
            <li>
              <a href={`#${field}`}>{faults[field]}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};

interface FieldProps {
  readonly name: keyof Typed;
  readonly label: string;
  readonly fault: string | undefined;
  readonly hint?: Child;
  readonly children?: Child;
}

const Field = ({ name, label, fault, hint, children }: FieldProps) => (
  <p class={`field ${name}`}>
    <label for={name}>{label}</label>
    {children}
    {fault && (
      <span class="fault" id={`${name}-fault`}>
        {fault}
      </span>
    )}
    {hint}
  </p>
);

/** @param hint the id of what else is said of the field */
const control = (name: keyof Typed, fault: string | undefined, hint?: string) => ({
  id: name,
  name,
  ...(fault && { 'aria-invalid': 'true' as const }),
  ...((fault || hint) && {
    'aria-describedby': [fault && `${name}-fault`, hint].filter(Boolean).join(' '),
  }),
});
