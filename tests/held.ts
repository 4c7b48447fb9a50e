// What is done a moment after an answer has left, held until a test says so: it then takes no luck to look before.
import { vi } from 'vitest';

/** Holds whatever waits from now on. @returns lets all of it go */
export function holdBack(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  const waiting = vi.spyOn(scheduler, 'wait').mockReturnValue(promise);
  return () => {
    waiting.mockRestore();
    resolve();
  };
}
