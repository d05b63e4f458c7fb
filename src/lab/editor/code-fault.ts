/** What is wrong with code, and where: `line` and `column` count from 1, as far as they are known. */
export interface CodeFault {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Code that cannot become a program. */
export class Unreadable extends Error {
  readonly fault: CodeFault;

  constructor(fault: CodeFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** The first place of a stack that lies in one of these files. Stacks name places as `<file>:<line>:<column>`. */
export function placeIn(
  stack: string,
  files: readonly string[],
): Required<Pick<CodeFault, 'file' | 'line'>> | undefined {
  for (const [, file, line] of stack.matchAll(/([\w./-]+\.ts):(\d+)(?::\d+)?/g)) {
    if (files.includes(file)) return { file, line: Number(line) };
  }
  return undefined;
}

/**
 * Where a browser that refused to read a module may have stumbled: some name no line, but what they stumbled over. A name that is
 * declared twice is meant where it stands last, any other where it stands first.
 */
export function lineNamed(message: string, text: string): number | undefined {
  const name = /['"‘“]([A-Za-z_$][\w$]*)['"’”]/.exec(message)?.[1];
  if (name === undefined) return undefined;
  const word = new RegExp(String.raw`(?<![\w$])${name.replaceAll('$', String.raw`\$`)}(?![\w$])`);
  const lines = text.split('\n');
  const twice = /already|redeclar/i.test(message);
  const declared = new RegExp(String.raw`\b(const|let|var|class|function\*?)\s+${word.source}`);
  const index = twice
    ? lines.findLastIndex((line) => declared.test(line))
    : lines.findIndex((line) => word.test(line));
  return index < 0 ? undefined : index + 1;
}
