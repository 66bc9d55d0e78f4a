import type { Fault } from "./fault.ts";

/** How a fault is written in a jig file, and how it is read. */
export interface FaultForm {
  /** As documentation and messages show it, such as `dies-at:BYTES`. */
  readonly form: string;
  /** The fault that its arguments make; undefined when they do not fit. */
  readonly read: (args: readonly string[]) => Fault | undefined;
}

/** What a number must be. */
type Fits = (value: number) => boolean;

export const isCount: Fits = (value) => Number.isInteger(value) && value > 0;
export const isByte: Fits = (value) => Number.isInteger(value) && value <= 0xff;
export const isWord: Fits = (value) => Number.isInteger(value) && value <= 0xffffffff;
export const isShare: Fits = (value) => value > 0 && value <= 1;
export const isMore: Fits = (value) => value > 0;

/** A decimal or 0x-hexadecimal number that fits; undefined otherwise. */
export const numberOf = (text: string | undefined, fits: Fits): number | undefined => {
  if (text === undefined || !/^(0x[0-9a-f]+|\d+(\.\d+)?(e-?\d+)?)$/i.test(text)) return undefined;
  const value = Number(text);
  return fits(value) ? value : undefined;
};

/** A fault without arguments. */
export const plain = (fault: Fault): FaultForm => ({
  form: fault.kind,
  read: (args) => (args.length === 0 ? fault : undefined),
});

/** A fault with one number. */
export const withNumber = (
  form: string,
  fits: Fits,
  make: (value: number) => Fault,
): FaultForm => ({
  form,
  read: ([text, ...more]) => {
    const value = numberOf(text, fits);
    return more.length === 0 && value !== undefined ? make(value) : undefined;
  },
});

/** A fault with one number that may be left out. */
export const withNumberOr = (
  form: string,
  usual: number,
  fits: Fits,
  make: (value: number) => Fault,
): FaultForm => {
  const { read } = withNumber(form, fits, make);
  return { form, read: (args) => (args.length === 0 ? make(usual) : read(args)) };
};

/** How often a fault strikes, as its last word tells. */
export type Recurrence = { readonly once?: true };

/** A fault whose last argument may be `once`; `read` gets the others. */
export const perhapsOnce = (
  form: string,
  read: (args: readonly string[], recurrence: Recurrence) => Fault | undefined,
): FaultForm => ({
  form: `${form}[:once]`,
  read: (args) =>
    args.at(-1) === "once" ? read(args.slice(0, -1), { once: true }) : read(args, {}),
});

/** A fault that strikes the N-th time, perhaps `once`. */
export const nth = (
  name: string,
  make: (counted: Recurrence & { readonly nth: number }) => Fault,
): FaultForm =>
  perhapsOnce(`${name}:N`, ([text, ...more], recurrence) => {
    const count = numberOf(text, isCount);
    return more.length === 0 && count !== undefined
      ? make({ nth: count, ...recurrence })
      : undefined;
  });

/** A fault that strikes every time, or the N-th time and perhaps `once`. */
export const everyOrNth = (
  name: string,
  make: (counted: Recurrence & { readonly nth: number | "every" }) => Fault,
): FaultForm => {
  const { form, read } = nth(name, make);
  return {
    form: form.replace(":N[:once]", "[:N[:once]]"),
    read: (args) => (args.length === 0 ? make({ nth: "every" }) : read(args)),
  };
};
