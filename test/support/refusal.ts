import { InputError } from "../../libs/input/input-error.ts";

/** What an action that must be refused as bad input is refused with. */
export const refusal = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof InputError) return error.message;
  }
  throw new Error("not refused");
};
