import type { Article } from '../model/articles.ts';
import type { WholeConversation } from '../model/queue.ts';
import { fill } from '../strings/say.ts';
import { Carried, type DeskForm, DeskSheet, List, type Told } from './desk.tsx';
import type { DeskSite } from './layout.tsx';

/** What the desk can say of an article: that it takes comments, that it takes none, or nothing. */
export const openings = ['open', 'closed', 'article'] as const;

interface Props {
  readonly site: DeskSite;
  readonly article: Article;
  readonly conversation: WholeConversation;
  /** The path with which the page begins. */
  readonly from: string;
  /** Whether readers can comment now. */
  readonly isOpen: boolean;
  /** What the newsroom's answer answers, and whether it is still there to be answered. */
  readonly parent: { readonly id: string; readonly name: string } | undefined;
  /** What was typed of it. */
  readonly typed: { readonly body: string; readonly as: string; readonly name: string };
  readonly form: DeskForm;
  readonly told: Told;
  readonly problem: string | undefined;
}

/** The conversation under an article as the newsroom has it: everything in its place, what waits too. */
export const NewsroomPage = (props: Props) => {
  const { site, article, conversation, from, form, told } = props;
  const { desk, words } = site;
  return (
    <DeskSheet
      site={site}
      title={fill(words.commentsOn, { headline: article.headline })}
      form={form}
      told={told}
      problem={props.problem}
    >
      <p class="answers">
        <a href={`/articles/${article.slug}#comments`}>{desk.publicPage}</a>{' '}
        <a href={`/moderation?article=${article.slug}`}>{desk.waiting}</a>{' '}
        {from && <a href={`/moderation/articles/${article.slug}`}>{desk.beginning}</a>}
      </p>
      <Opening {...props} />
      {conversation.comments.length === 0 && <p>{desk.nothingSaid}</p>}
      <List
        site={site}
        items={conversation.comments.map((comment) => ({ comment, article }))}
        form={form}
        isInPlace
      />
      {conversation.next && (
        <p class="more">
          <a href={`/moderation/articles/${article.slug}?from=${conversation.next}`}>
            {words.moreComments}
          </a>
        </p>
      )}
      <AnswerForm {...props} />
    </DeskSheet>
  );
};

/** Whether the article takes comments, and who says so. */
const Opening = ({ site: { desk }, article, conversation, isOpen, form }: Props) => {
  const said =
    conversation.isOpen === undefined ? 'article' : conversation.isOpen ? 'open' : 'closed';
  return (
    <form method="post" action={`/moderation/articles/${article.slug}/openings`}>
      <Carried form={form} />
      <fieldset>
        <legend>{desk.opening}</legend>
        <p class="quiet">{desk.isNow[isOpen ? 'open' : 'closed']}</p>
        {openings.map((one) => (
          <label>
            <input type="radio" name="opening" value={one} checked={one === said} />{' '}
            {desk.openings[one]}
          </label>
        ))}
        <button type="submit" class="second">
          {desk.save}
        </button>
      </fieldset>
    </form>
  );
};

/** What the newsroom itself says: by one of the article's authors, or an editor. */
const AnswerForm = ({ site, article, from, parent, typed, form, problem }: Props) => {
  const { desk, words } = site;
  const signers = [
    ...article.byline.map(({ name }, index) => [`author-${index}`, name] as const),
    ['editor', words.roles.editor] as const,
  ];
  return (
    <section class="reply" aria-labelledby="answer">
      <h2 id="answer">{parent ? fill(desk.answerTo, { name: parent.name }) : desk.answer}</h2>
      <form
        method="post"
        action={`/moderation/articles/${article.slug}/comments#${problem ? 'answer' : ''}`}
      >
        <Carried form={form} />
        <input type="hidden" name="from" value={from} />
        {parent && <input type="hidden" name="parent" value={parent.id} />}
        <p class="field">
          <label for="body">{words.comment}</label>
          <textarea id="body" name="body" rows={6} dir="auto" required>
            {`\n${typed.body}`}
          </textarea>
        </p>
        <p class="field">
          <label for="as">{desk.signAs}</label>
          <select id="as" name="as">
            {signers.map(([value, name]) => (
              <option value={value} selected={value === typed.as}>
                {name}
              </option>
            ))}
          </select>
        </p>
        <p class="field">
          <label for="name">{desk.signature}</label>
          <input id="name" name="name" value={typed.name} aria-describedby="signature-hint" />
          <span class="hint" id="signature-hint">
            {desk.signatureHint}
          </span>
        </p>
        <p class="send">
          <button type="submit">{desk.publish}</button>
        </p>
      </form>
    </section>
  );
};
