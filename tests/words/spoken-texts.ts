import ts from 'typescript';

/** Attributes whose value a reader sees or hears. */
const spoken =
  /^(aria-(label|description|valuetext|placeholder|roledescription)|alt|label|placeholder|title)$/;
/** Properties of elements that become what a reader sees. */
const shown = new Set(['textContent', 'innerText', 'ariaLabel', 'placeholder', 'title', 'alt']);

const hasLetters = (text: string): boolean => /\p{L}{2}/u.test(text.replace(/&\w+;/g, ''));

/** Texts that stand literally in the template of an Astro component. Throws when it cannot be read. */
export function textsOfTemplate(source: string): string[] {
  const template = source
    .replace(/^---\n.*?\n---\n/s, '')
    .replace(/<!--.*?-->|<!doctype html>/gs, '')
    .replace(/<(script|style)\b([^>]*[^/>])?>.*?<\/\1>/gs, '');
  const file = parsed(`<>${template}</>`);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) texts.push(node.text.trim());
    if (ts.isJsxExpression(node) && isChild(node)) texts.push(...literalsIn(node.expression));
    if (ts.isJsxAttribute(node) && spoken.test(node.name.getText(file))) texts.push(...attributeTexts(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return texts.filter(hasLetters);
}

/** Texts that a script gives to elements literally. */
export function textsOfScript(source: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isShown(node)) texts.push(...literalsIn(node.right));
    if (ts.isCallExpression(node)) texts.push(...attributeSetIn(node));
    ts.forEachChild(node, visit);
  };
  visit(parsed(source));
  return texts.filter(hasLetters);
}

function parsed(text: string): ts.SourceFile {
  const file = ts.createSourceFile('x.tsx', text, ts.ScriptTarget.Latest, true);
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: readonly ts.Diagnostic[] };
  if (!parseDiagnostics.length) return file;
  const [{ messageText, start }] = parseDiagnostics;
  throw new Error(
    `${ts.flattenDiagnosticMessageText(messageText, ' ')} near "${text.slice(start, (start ?? 0) + 60)}"`,
  );
}

const isChild = ({ parent }: ts.JsxExpression): boolean =>
  ts.isJsxElement(parent) || ts.isJsxFragment(parent);

function attributeTexts({ initializer }: ts.JsxAttribute): string[] {
  if (!initializer) return [];
  return literalsIn(ts.isJsxExpression(initializer) ? initializer.expression : initializer);
}

/** The literals that an expression may come out as; arguments and keys of lookups are none. */
function literalsIn(node: ts.Node | undefined): string[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head, ...node.templateSpans.map((span) => span.literal)].map((part) => part.text);
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(literalsIn);
  if (ts.isParenthesizedExpression(node)) return literalsIn(node.expression);
  const operator = ts.isBinaryExpression(node) ? node.operatorToken.kind : undefined;
  if (!ts.isBinaryExpression(node) || !joining.has(operator ?? 0)) return [];
  return [node.left, node.right].flatMap(literalsIn);
}

const joining: ReadonlySet<number> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

function isShown({ left, operatorToken }: ts.BinaryExpression): boolean {
  const assigns = operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return assigns && ts.isPropertyAccessExpression(left) && shown.has(left.name.text);
}

function attributeSetIn({ expression, arguments: given }: ts.CallExpression): string[] {
  const sets = ts.isPropertyAccessExpression(expression) && expression.name.text === 'setAttribute';
  const [name, value] = given;
  return sets && name && ts.isStringLiteral(name) && spoken.test(name.text) ? literalsIn(value) : [];
}
