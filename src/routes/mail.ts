// Messages, where the site can send any.
import type { Context } from 'hono';
import type { App } from '../env.ts';

/** Whether the binding EMAIL is there, and whom its messages come from. */
export const canSend = (c: Context<App>): boolean =>
  c.env.EMAIL !== undefined && c.var.settings.EMAIL_FROM !== '';

/** Sends a message of plain text. What fails throws; its log says nothing of whom it was for. */
export async function send(
  c: Context<App>,
  to: string,
  subject: string,
  text: string,
): Promise<void> {
  await c.env.EMAIL?.send({ from: c.var.settings.EMAIL_FROM, to, subject, text });
}
