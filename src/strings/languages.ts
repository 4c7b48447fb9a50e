import { ar } from './ar.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import type { Language } from './language.ts';
import { nearestTag } from './say.ts';

/** Every language that the interface speaks, by its tag. */
export const languages: Readonly<Record<string, Language>> = { ar, en, es };

/** The language that the interface speaks to readers of that one. */
export const nearest = (tag: string): Language => languages[nearestTag(tag, languages)] ?? en;
