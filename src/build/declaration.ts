import ts from 'typescript';

/** A top-level declaration of a source file, as it stands in the file. */
export interface Declaration {
  readonly name: string;
  /** The source text with its doc comment, without indentation that all lines share. */
  readonly code: string;
  /** First line of `code` in the file, counted from 1. */
  readonly line: number;
}

/** Every top-level declaration of `source`, in order; overloads of one function are one declaration. */
export function declarations(source: string): Declaration[] {
  const file = ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const spans = new Map<string, { start: number; end: number }>();
  for (const statement of file.statements) {
    const start = startWithDoc(source, statement);
    for (const name of namesOf(statement)) {
      spans.set(name, { start: spans.get(name)?.start ?? start, end: statement.getEnd() });
    }
  }
  return [...spans].map(([name, { start, end }]) => ({
    name,
    code: source.slice(start, end),
    line: file.getLineAndCharacterOfPosition(start).line + 1,
  }));
}

/** The declaration called `name`, or undefined; found with the TypeScript parser, so never by the look of a line. */
export function declaration(source: string, name: string): Declaration | undefined {
  return declarations(source).find((candidate) => candidate.name === name);
}

/** The doc comment that touches a statement belongs to it; a comment further up (a licence, a section) does not. */
function startWithDoc(source: string, statement: ts.Statement): number {
  const comments = ts.getLeadingCommentRanges(source, statement.getFullStart()) ?? [];
  let start = statement.getStart();
  for (const comment of comments.toReversed()) {
    const gap = source.slice(comment.end, start);
    if (gap.includes('\n\n') || gap.includes('\n\r\n')) break;
    start = comment.pos;
  }
  return start;
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    );
  }
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return named && statement.name ? [statement.name.text] : [];
}
