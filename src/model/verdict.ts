// What becomes of a comment before anybody has looked at it: rules, each with points, and two thresholds.
import type { Policy, Standing, Status } from './moderation.ts';
import type { Phrase } from './phrases.ts';

/** What is known of a comment when it is judged. */
export interface Signals {
  readonly policy: Policy;
  readonly standing: Standing;
  /** In the text, and the website. */
  readonly links: number;
  /** Whether its name passes for an author's. */
  readonly isLookalike: boolean;
  /** Whether the field was filled that people are told to leave empty. */
  readonly isTrapped: boolean;
  /** Since the form was served, in ms; undefined when it carries no time. */
  readonly formAge: number | undefined;
  /** What is quicker than that was hardly typed, in ms. */
  readonly leastAge: number;
  /** UTF-16 units of the text. */
  readonly length: number;
  /** Whether the same text stands under another article, or came from somebody else. */
  readonly isSaidElsewhere: boolean;
  /** What it says of the phrases that the desk watches for. */
  readonly phrases: readonly Phrase[];
  /** Whether a moderator blocked whoever sent it. */
  readonly isBlocked: boolean;
  /** Comments that whoever sent it sent in this minute before. */
  readonly recent: number;
  /** undefined where Turnstile took the sender for a person, or is not asked. */
  readonly doubt: Doubt | undefined;
}

/** What Turnstile leaves open: it could not say, or it said no. */
export type Doubt = 'unchecked' | 'refused';

/** Why a comment was held, or taken for spam; a reason without points says why it was not. */
export interface Reason {
  readonly rule: RuleName;
  readonly points: number;
  /** The phrases, where that is the reason. */
  readonly phrases?: readonly string[];
}

export interface Verdict {
  readonly status: Extract<Status, 'pending' | 'approved' | 'spam'>;
  readonly reasons: readonly Reason[];
}

/** Points from which a comment waits for a moderator. */
export const heldFrom = 10;
/** Points from which it does not even wait. Nothing that an honest reader does by chance adds up to them. */
export const spamFrom = 100;

const day = 24 * 60 * 60 * 1000;
/** Links that nobody wonders at. */
const fewLinks = 2;
/** Shorter than that, many people say the same by themselves: thank you. */
const leastTelling = 25;
/** Comments in one minute after which nobody wonders at another one. */
const fewRecent = 3;

const rules = {
  everything: ({ policy }: Signals) => (policy === 'all' ? 10 : 0),
  first: ({ policy, standing }: Signals) => (policy === 'first' && standing === 'new' ? 10 : 0),
  known: ({ standing }: Signals) => (standing === 'approved before' ? -30 : 0),
  lookalike: ({ isLookalike }: Signals) => (isLookalike ? 60 : 0),
  links: ({ links }: Signals) => Math.min(45, 15 * Math.max(0, links - fewLinks)),
  trap: ({ isTrapped }: Signals) => (isTrapped ? 200 : 0),
  quick: ({ formAge, leastAge }: Signals) => (formAge !== undefined && formAge < leastAge ? 20 : 0),
  stale: ({ formAge = 0 }: Signals) => (formAge > day ? 10 : 0),
  elsewhere: ({ isSaidElsewhere, length }: Signals) =>
    isSaidElsewhere && length >= leastTelling ? 50 : 0,
  busy: ({ recent }: Signals) => (recent >= fewRecent ? 15 : 0),
  held: ({ phrases }: Signals) => (phrases.some(({ effect }) => effect === 'hold') ? 60 : 0),
  unwanted: ({ phrases }: Signals) => (phrases.some(({ effect }) => effect === 'spam') ? 140 : 0),
  blocked: ({ isBlocked }: Signals) => (isBlocked ? 200 : 0),
  unchecked: ({ doubt }: Signals) => (doubt === 'unchecked' ? 5 : 0),
  // Not spam by itself: whoever takes long, or goes back and sends again, is refused too.
  refused: ({ doubt }: Signals) => (doubt === 'refused' ? 45 : 0),
} as const;

export type RuleName = keyof typeof rules;
export const ruleNames = Object.keys(rules).filter((name): name is RuleName => name in rules);

/** Rules that hold a comment by themselves: even where none waits, and whatever its author earned. */
const firm: readonly RuleName[] = ['lookalike', 'held', 'unwanted', 'unchecked', 'refused'];

/** Rules that hold a comment, and say nothing of whether it is spam: honest people meet several of them at once. */
const holding: readonly RuleName[] = ['everything', 'first', 'lookalike', 'held', 'unchecked'];

/** Judges a comment. Where no comment waits (`none`), what would be held is published, unless a firm rule holds it. */
export function judge(signals: Signals): Verdict {
  const reasons = ruleNames
    .map((rule) => ({ rule, points: rules[rule](signals), ...phrasesFor(rule, signals) }))
    .filter(({ points }) => points !== 0);
  return { status: statusFor(reasons, signals.policy), reasons };
}

const effectOf: Partial<Record<RuleName, Phrase['effect']>> = { held: 'hold', unwanted: 'spam' };

function phrasesFor(rule: RuleName, { phrases }: Signals): Pick<Reason, 'phrases'> {
  const said = phrases.filter(({ effect }) => effect === effectOf[rule]);
  return said.length > 0 ? { phrases: said.map(({ phrase }) => phrase) } : {};
}

function statusFor(reasons: readonly Reason[], policy: Policy): Verdict['status'] {
  if (sum(reasons.filter(({ rule }) => !holding.includes(rule))) >= spamFrom) return 'spam';
  const isFirm = reasons.some(({ rule }) => firm.includes(rule));
  return isFirm || isHeld(sum(reasons), policy) ? 'pending' : 'approved';
}

const sum = (reasons: readonly Reason[]) =>
  reasons.reduce((total, { points }) => total + points, 0);

function isHeld(points: number, policy: Policy): boolean {
  switch (policy) {
    case 'all':
      return true;
    case 'none':
      return false;
    case 'first':
      return points >= heldFrom;
    default:
      return policy satisfies never;
  }
}
