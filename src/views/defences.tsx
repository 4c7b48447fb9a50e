import type { Child } from 'hono/jsx';
import type { Block } from '../model/blocks.ts';
import type { Effect, Phrase } from '../model/phrases.ts';
import { Carried, type DeskForm, DeskSheet, type Told } from './desk.tsx';
import { type DeskSite, Moment } from './layout.tsx';

interface Props {
  readonly site: DeskSite;
  readonly phrases: readonly Phrase[];
  readonly blocks: readonly Block[];
  /** What was typed, where it was not taken. */
  readonly typed: { readonly phrase: string; readonly effect: string };
  readonly form: DeskForm;
  readonly told: Told;
  readonly problem: string | undefined;
}

/** What the desk watches for, and who is blocked. */
export const DefencesPage = ({ site, told, problem, ...props }: Props) => {
  const { desk } = site;
  return (
    <DeskSheet site={site} title={desk.defences} form={props.form} told={told} problem={problem}>
      <Phrases site={site} {...props} />
      <h2>{desk.blocks}</h2>
      <p>{desk.blocksHint}</p>
      {props.blocks.length === 0 ? (
        <p>{desk.noBlocks}</p>
      ) : (
        <Blocks site={site} blocks={props.blocks} form={props.form} />
      )}
    </DeskSheet>
  );
};

const Phrases = ({ site: { desk }, phrases, typed, form }: Omit<Props, 'told' | 'problem'>) => (
  <>
    <h2>{desk.phrases}</h2>
    <p>{desk.phrasesHint}</p>
    <form method="post" action="/moderation/phrases" class="search">
      <Carried form={form} />
      <label for="phrase">{desk.phrase}</label>
      <input id="phrase" name="phrase" value={typed.phrase} dir="auto" required />
      <label for="effect">{desk.effect}</label>
      <select id="effect" name="effect">
        {effects(desk.effects).map(([effect, name]) => (
          <option value={effect} selected={effect === typed.effect}>
            {name}
          </option>
        ))}
      </select>
      <button type="submit">{desk.add}</button>
    </form>
    {phrases.length === 0 && <p>{desk.noPhrases}</p>}
    {phrases.length > 0 && (
      <table class="sums">
        <thead>
          <tr>
            <th scope="col">{desk.phrase}</th>
            <th scope="col">{desk.effect}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {phrases.map(({ phrase, effect }) => (
            <tr>
              <th scope="row" dir="auto">
                {phrase}
              </th>
              <td>{desk.effects[effect]}</td>
              <td>
                <Removal desk={desk} form={form} from="phrases" what={phrase}>
                  <input type="hidden" name="phrase" value={phrase} />
                </Removal>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </>
);

const effects = (names: Readonly<Record<Effect, string>>) => Object.entries(names);

const Blocks = ({ site, blocks, form }: Pick<Props, 'site' | 'blocks' | 'form'>) => {
  const { desk, words } = site;
  return (
    <table class="sums">
      <thead>
        <tr>
          <th scope="col">{words.comment}</th>
          <th scope="col">{desk.whose}</th>
          <th scope="col">{desk.since}</th>
          <th scope="col">{desk.by}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {blocks.map(({ who, kind, commentId, name, moderator, createdAt }) => (
          <tr>
            <th scope="row">{name ? <bdi>{name}</bdi> : <code>{commentId}</code>}</th>
            <td>{desk.blockedAs[kind]}</td>
            <td>
              <Moment site={site} at={createdAt} withTime />
            </td>
            <td>
              <bdi>{moderator}</bdi>
            </td>
            <td>
              <Removal desk={desk} form={form} from={`blocks/${who}`} what={name ?? commentId} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

interface RemovalProps {
  readonly desk: DeskSite['desk'];
  readonly form: DeskForm;
  /** What it is taken from, below the desk. */
  readonly from: string;
  /** In words, for whoever does not see the row. */
  readonly what: string;
  readonly children?: Child;
}

const Removal = ({ desk, form, from, what, children }: RemovalProps) => (
  <form method="post" action={`/moderation/${from}/removal`}>
    <Carried form={form} />
    {children}
    <button type="submit" class="second" aria-label={`${desk.remove}: ${what}`}>
      {desk.remove}
    </button>
  </form>
);
