/** What the names in an expression stand for. */
export type Variables = Readonly<Record<string, number>>;

/** Why an expression has no value, for people; a whole sentence without its subject. */
export class ArithmeticError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = "ArithmeticError";
  }
}

const TOKEN = /\s*(?:(\d{1,9})|([A-Za-z]+)|([-+*/%()]))/y;

/**
 * The value of whole-number arithmetic: numbers, names, `+ - * / %` and brackets. `/` leaves the rest
 * out, `%` is the rest. Never below 0, because it is a number of something.
 * @throws ArithmeticError
 */
export const evaluateArithmetic = (text: string, variables: Variables): number => {
  const tokens = tokensOf(text);
  let at = 0;
  const take = (...wanted: readonly string[]): string | undefined => {
    const token = tokens[at];
    if (token === undefined || !wanted.includes(token)) return undefined;
    at += 1;
    return token;
  };
  const atom = (): number => {
    const token = tokens[at];
    at += 1;
    if (token === undefined) throw new ArithmeticError("ends too early.");
    if (token === "(") {
      const value = sum();
      if (take(")") === undefined) throw new ArithmeticError("lacks a closing bracket.");
      return value;
    }
    if (/^\d/.test(token)) return Number(token);
    const value = Object.hasOwn(variables, token) ? variables[token] : undefined;
    if (value !== undefined) return value;
    const known = Object.keys(variables).join(" and ");
    throw new ArithmeticError(`has "${token}", which is not known there; ${known} are.`);
  };
  const product = (): number => {
    let value = atom();
    for (let sign = take("*", "/", "%"); sign !== undefined; sign = take("*", "/", "%")) {
      value = combine(value, sign, atom());
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    for (let sign = take("+", "-"); sign !== undefined; sign = take("+", "-")) {
      value = combine(value, sign, product());
    }
    return value;
  };
  const value = sum();
  if (at < tokens.length) throw new ArithmeticError(`has "${tokens[at]}" where it should end.`);
  if (value < 0) throw new ArithmeticError(`gives ${value}, less than 0.`);
  // 0 * -1 is -0 to JavaScript.
  return value + 0;
};

const tokensOf = (text: string): readonly string[] => {
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const from = TOKEN.lastIndex;
    const [, number, name, sign] = TOKEN.exec(text) ?? [];
    const token = number ?? name ?? sign;
    if (token === undefined) {
      throw new ArithmeticError(
        `has "${text.slice(from).trim().slice(0, 20)}", which is no arithmetic.`,
      );
    }
    tokens.push(token);
  }
  return tokens;
};

const combine = (left: number, sign: string, right: number): number => {
  if ((sign === "/" || sign === "%") && right === 0) throw new ArithmeticError("divides by 0.");
  const value = {
    "+": left + right,
    "-": left - right,
    "*": left * right,
    "/": Math.floor(left / right),
    "%": left - right * Math.floor(left / right),
  }[sign];
  if (value === undefined || !Number.isSafeInteger(value)) {
    throw new ArithmeticError("gives a number that is too large.");
  }
  return value;
};
