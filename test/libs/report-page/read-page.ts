import { XmlDocument, XmlElement } from "libxml2-wasm";
import type { Report } from "../../../libs/report/report.ts";
import { formatHtmlReport } from "../../../libs/report-page/html-report.tsx";

/** The page of a report as text. */
export const pageOf = (report: Report): string => [...formatHtmlReport(report)].join("");

/** A page that was read as XML, which takes no broken one. */
export class Page implements Disposable {
  readonly #document: XmlDocument;

  constructor(html: string) {
    this.#document = XmlDocument.fromString(html);
  }

  /** Elements at a path; names of elements of SVG are written `svg:name`. */
  elements(path: string): readonly XmlElement[] {
    return this.#document
      .find(path, { svg: "http://www.w3.org/2000/svg" })
      .filter((node): node is XmlElement => node instanceof XmlElement);
  }

  /** Text of the elements at a path. */
  texts(path: string): readonly string[] {
    return this.elements(path).map((element) => element.content);
  }

  /** An attribute of the elements at a path, as numbers. */
  numbers(path: string, attribute: string): readonly number[] {
    return this.elements(path).map((element) => Number(element.attr(attribute)?.value));
  }

  /** The rows of the table whose first column has this title, behind some element; no bars. */
  table(title: string): readonly (readonly string[])[] {
    const path = `//table[thead/tr/th[1]="${title}"]`;
    const [table] = this.elements(path);
    if (table === undefined) throw new Error(`The page has no table of ${title}.`);
    return this.elements(`(${path})[1]/tbody/tr`).map((_, row) =>
      this.texts(`(${path})[1]/tbody/tr[${row + 1}]/*`),
    );
  }

  /** What a place on an axis stands for, by its first and last tick: `98 %` is 98. */
  axis(ticks: readonly string[], places: readonly number[]): (place: number) => number {
    const values = ticks.map((tick) => Number.parseFloat(tick));
    const [from = Number.NaN, to = Number.NaN] = [values[0], values.at(-1)];
    const [start = Number.NaN, end = Number.NaN] = [places[0], places.at(-1)];
    return (place) => from + ((place - start) / (end - start)) * (to - from);
  }

  [Symbol.dispose](): void {
    this.#document.dispose();
  }
}
