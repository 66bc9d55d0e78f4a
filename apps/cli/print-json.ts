import type { StationEvent } from "../../libs/station/station-event.ts";

/** Control characters that JSON allows in strings and some terminals obey, and separators that some readers take for line ends. */
const RAW_CONTROL = /[\u007f-\u009f\u2028\u2029]/g;

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** An event as one line of JSON, without its line end. Parsing it gives the event back. */
export const formatJson = (event: StationEvent): string =>
  JSON.stringify(event).replace(RAW_CONTROL, escaped);

/** A listener that writes each event as a line of JSON. */
export const printJson =
  (write: (text: string) => void) =>
  (event: StationEvent): void =>
    write(`${formatJson(event)}\n`);
