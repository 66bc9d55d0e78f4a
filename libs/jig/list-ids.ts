/** A jig has no more nests than this. */
export const MOST_NESTS = 256;

const RANGE = /^([A-Za-z0-9._-]*?)(\d{1,6})\.\.([A-Za-z0-9._-]*?)(\d{1,6})$/;

/** Either the ids, or what is wrong, as a whole sentence without its subject. */
export type ListedIds =
  | { readonly ids: readonly string[] }
  | { readonly problem: string; readonly remedy: string };

const REMEDY = "Give the first and the last id, such as F01..F16, or a list of ids.";

const refuse = (problem: string): ListedIds => ({ problem, remedy: REMEDY });

/** The ids that `F01..F16` or a list of ids stands for: the number counts up at the first one's width. */
export const listIds = (written: unknown): ListedIds => {
  if (Array.isArray(written) && written.every((id) => typeof id === "string")) {
    if (written.length === 0) return refuse("names no nest.");
    return written.length > MOST_NESTS ? refuse(tooMany(written.length)) : { ids: written };
  }
  if (typeof written !== "string") return refuse("is neither a range nor a list of ids.");
  const [, prefix = "", first = "", lastPrefix = "", last = ""] = RANGE.exec(written) ?? [];
  if (first === "") return refuse(`is "${written.slice(0, 60)}", which is no range of ids.`);
  if (lastPrefix !== prefix) {
    return refuse(
      `runs from ${prefix}${first} to ${lastPrefix}${last}, which are named differently.`,
    );
  }
  const count = Number(last) - Number(first) + 1;
  if (count < 1) return refuse(`runs down, from ${prefix}${first} to ${lastPrefix}${last}.`);
  if (count > MOST_NESTS) return refuse(tooMany(count));
  const numbers = Array.from({ length: count }, (_, at) => String(Number(first) + at));
  return { ids: numbers.map((number) => prefix + number.padStart(first.length, "0")) };
};

const tooMany = (count: number): string => `names ${count} nests, more than ${MOST_NESTS}.`;
