import type { ReactNode } from "react";

/** A column of a table. */
export interface Column {
  /** Unlike those of the other columns. */
  readonly title: string;
  /** `number`: to the right, never broken; `fixed`: never broken; `name`: broken only where it is long. */
  readonly kind?: "number" | "fixed" | "name";
  /** How the title is set: `turned` takes little room. */
  readonly setting?: "turned";
}

/** A row, with its cells by the columns. */
export interface Row {
  /** Unlike those of the other rows. */
  readonly key: string;
  readonly cells: readonly ReactNode[];
}

/** A table whose first column names its rows. */
export const FigureTable = ({
  caption,
  columns,
  rows,
  size,
}: {
  readonly caption: ReactNode;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly size?: "narrow";
}): ReactNode => (
  <table className={size}>
    <caption>{caption}</caption>
    <thead>
      <tr>
        {columns.map(({ title, kind, setting }) => (
          <th key={title} scope="col" className={kind}>
            {setting === "turned" ? <span className="turned">{title}</span> : title}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(({ key, cells }) => (
        <tr key={key}>
          {columns.map(({ title, kind }, place) =>
            place === 0 ? (
              <th key={title} scope="row" className={kind}>
                {cells[place]}
              </th>
            ) : (
              <td key={title} className={kind}>
                {cells[place]}
              </td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  </table>
);

/** Said where a table shows some of its rows. */
export const leftOut = (count: number): string =>
  count === 0 ? "" : ` ${count} more: --format json has all.`;
