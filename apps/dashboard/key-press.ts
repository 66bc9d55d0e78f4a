import type { Key } from "ink";

/** What a key, a scanner or a paste comes to. */
export type KeyPress =
  /** One or more characters; a scanner's line ends are among them. `paste`: as the terminal marks it. */
  | { readonly kind: "text" | "paste"; readonly text: string }
  | {
      readonly kind: "enter" | "escape" | "erase" | "interrupt" | "tab" | "next" | "previous";
    };

const keyPress = (input: string, key: Key): KeyPress | undefined => {
  if (key.return) return { kind: "enter" };
  if (key.escape) return { kind: "escape" };
  if (key.backspace || key.delete) return { kind: "erase" };
  if (key.tab) return { kind: key.shift ? "previous" : "tab" };
  if (key.rightArrow || key.downArrow || key.pageDown) return { kind: "next" };
  if (key.leftArrow || key.upArrow || key.pageUp) return { kind: "previous" };
  return input === "" ? undefined : { kind: "text", text: input };
};

/** The presses behind what Ink reports; none for keys without a meaning here. */
export const readKeyPresses = (input: string, key: Key): readonly KeyPress[] => {
  if (key.ctrl) return input === "c" ? [{ kind: "interrupt" }] : [];
  const press = keyPress(input, key);
  if (press === undefined) return [];
  // Escape and the first character of a scan right behind it look like one key: neither may be lost.
  return key.meta && press.kind === "text" ? [{ kind: "escape" }, press] : [press];
};
