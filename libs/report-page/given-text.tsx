import type { ReactNode } from "react";
import { printable } from "../failure/printable.ts";

/**
 * Text that others wrote, such as a serial: what hides, breaks or turns text is shown as a symbol, and
 * letters that run from right to left leave what stands beside them where it is. Cut to `max` characters.
 */
export const GivenText = ({
  text,
  max,
}: {
  readonly text: string;
  readonly max?: number;
}): ReactNode => <bdi>{printable(text, max)}</bdi>;
