// What is done a moment after an answer has left, held until a test says so: it then takes no luck to look before.
import { onTestFinished, vi } from 'vitest';

/** Holds whatever waits from now on, until the test ends at the latest. @returns lets all of it go */
export function holdBack(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  const waiting = vi.spyOn(scheduler, 'wait').mockReturnValue(promise);
  const letGo = () => {
    waiting.mockRestore();
    resolve();
  };
  onTestFinished(letGo);
  return letGo;
}
