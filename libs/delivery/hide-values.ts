/** What stands in place of a secret. */
const HIDDEN = "***";

/** As a receiver may repeat a value: as it is or as HTTP trims it, in an address, in JSON. */
const formsOf = (value: string): readonly string[] =>
  [value, value.trim(), ...secretsOfBasic(value)].flatMap((form) => [
    form,
    encodeURIComponent(form.toWellFormed()),
    JSON.stringify(form).slice(1, -1),
  ]);

/** What a user's name and password (RFC 7617) are packed from, and the password alone. */
const secretsOfBasic = (value: string): readonly string[] => {
  const [, packed] = /^basic +(\S+)$/i.exec(value.trim()) ?? [];
  if (packed === undefined) return [];
  const pair = Buffer.from(packed, "base64").toString();
  return [pair, pair.slice(pair.indexOf(":") + 1)];
};

/** A text in which none of the values stands, in any of the forms a receiver may repeat them in. */
export const hideValues = (text: string, values: readonly string[]): string => {
  const forms = [...new Set(values.flatMap(formsOf))].filter((form) => form !== "");
  // A longer one first: part of it may be another.
  return forms
    .toSorted((left, right) => right.length - left.length)
    .reduce((rest, form) => rest.replaceAll(form, HIDDEN), text);
};
