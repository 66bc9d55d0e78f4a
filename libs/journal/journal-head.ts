import type { JournalHead } from "./chain-rows.ts";

const FORM = /^(?<journal>[0-9A-HJKMNP-TV-Z]{26}):(?<place>[1-9]\d{0,14}):(?<hash>[0-9a-f]{64})$/;

/** A head as people and files have it: `JOURNAL:PLACE:HASH`. */
export const headText = ({ journal, place, hash }: JournalHead): string =>
  `${journal}:${place}:${hash}`;

/** The head that a text is, also one that was broken into lines; undefined if it is none. */
export const parseHead = (text: string): JournalHead | undefined => {
  const { journal, place, hash } = FORM.exec(text.replace(/\s/g, ""))?.groups ?? {};
  if (journal === undefined || place === undefined || hash === undefined) return undefined;
  return { journal, place: Number(place), hash };
};
