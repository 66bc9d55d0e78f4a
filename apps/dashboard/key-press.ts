import type { Key } from "ink";

/** What a key, a scanner or a paste comes to. */
export type KeyPress =
  /** One or more characters; a scanner's line ends are among them. `paste`: as the terminal marks it. */
  | { readonly kind: "text" | "paste"; readonly text: string }
  | {
      readonly kind: "enter" | "escape" | "erase" | "interrupt" | "tab" | "next" | "previous";
    };

/** The press behind what Ink reports, or undefined for keys without a meaning here. */
export const readKeyPress = (input: string, key: Key): KeyPress | undefined => {
  if (key.ctrl && input === "c") return { kind: "interrupt" };
  if (key.ctrl || key.meta) return undefined;
  if (key.return) return { kind: "enter" };
  if (key.escape) return { kind: "escape" };
  if (key.backspace || key.delete) return { kind: "erase" };
  if (key.tab) return { kind: key.shift ? "previous" : "tab" };
  if (key.rightArrow || key.downArrow || key.pageDown) return { kind: "next" };
  if (key.leftArrow || key.upArrow || key.pageUp) return { kind: "previous" };
  return input === "" ? undefined : { kind: "text", text: input };
};
