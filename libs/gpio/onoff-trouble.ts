import { explainGpioError } from "./explain-gpio-error.ts";

/** Why onoff cannot be used in this installation, with the mend; undefined if it can. Touches no line. */
export const onoffTrouble = (): Promise<string | undefined> =>
  import("onoff").then(
    () => undefined,
    (error: unknown) => explainGpioError(error),
  );
