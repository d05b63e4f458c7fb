import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState, Prec, type Extension, type TransactionSpec } from '@codemirror/state';
import { EditorView, highlightActiveLineGutter, keymap, lineNumbers, type Command } from '@codemirror/view';
import { minimalSetup } from 'codemirror';
import type { CodeFault } from './code-fault.ts';
import { editorTheme } from './editor-theme.ts';
import type { Source } from './program.ts';

interface Watching {
  /** The editor's name for those who hear it. */
  readonly label: (file: string) => string;
  /** The text of the file that is shown has changed. */
  readonly changed: () => void;
  /** Ctrl-Enter or Cmd-Enter. */
  readonly run: () => void;
}

/**
 * Several files in one CodeMirror, one shown at a time, each with its own history. It stands in a shadow root: there its styles are
 * style sheet objects, which the site's policy allows, and not elements, which it refuses.
 */
export class CodeEditor {
  readonly #view: EditorView;
  readonly #files: ReadonlyMap<string, string>;
  readonly #states = new Map<string, EditorState>();
  #shown: string;

  /** @param files of which the first is shown */
  constructor(place: HTMLElement, files: readonly Source[], watching: Watching) {
    this.#files = new Map(files.map(({ name, text }) => [name, text]));
    this.#shown = files[0].name;
    for (const { name, text } of files)
      this.#states.set(name, EditorState.create({ doc: text, extensions: setUp(name, watching) }));
    const root = place.attachShadow({ mode: 'open' });
    this.#view = new EditorView({ state: this.#states.get(this.#shown), parent: root, root });
    // Keys typed here are no commands to the page, which takes a shadow root for something that nobody types in.
    place.addEventListener('keydown', (event) => event.stopPropagation());
  }

  get shown(): string {
    return this.#shown;
  }

  show(file: string): void {
    if (file === this.#shown) return;
    this.#states.set(this.#shown, this.#view.state);
    this.#shown = file;
    this.#view.setState(this.#states.get(file)!);
  }

  /** The file as it stands now, or as it was built where the editor does not hold it. */
  text(file: string): string {
    return this.#state(file).doc.toString();
  }

  isChanged(file: string): boolean {
    return this.text(file) !== this.#files.get(file);
  }

  /** Every file as it was built; Undo takes that back, file by file. */
  restore(): void {
    for (const [file, text] of this.#files) {
      const { doc } = this.#state(file);
      if (doc.toString() !== text)
        this.#dispatch(file, { changes: { from: 0, to: doc.length, insert: text } });
    }
  }

  /** Marks the line of a fault, in the one file that has one; without a fault, marks nothing. */
  mark(fault?: CodeFault): void {
    for (const file of this.#states.keys()) {
      const here = fault?.file === file && fault.line !== undefined;
      const state = this.#state(file);
      const diagnostics = here ? [diagnosticIn(state, fault)] : [];
      this.#dispatch(file, setDiagnostics(state, diagnostics));
    }
  }

  /** Shows the place of a fault, with the cursor in it. */
  jump({ file, line = 1, column = 1 }: CodeFault): void {
    if (file === undefined || !this.#states.has(file)) return;
    this.show(file);
    const { from, to } = lineIn(this.#view.state, line);
    const anchor = Math.min(to, from + column - 1);
    this.#view.dispatch({
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
    });
    this.#view.focus();
  }

  #state(file: string): EditorState {
    return file === this.#shown ? this.#view.state : this.#states.get(file)!;
  }

  #dispatch(file: string, change: TransactionSpec): void {
    if (file === this.#shown) this.#view.dispatch(change);
    else this.#states.set(file, this.#state(file).update(change).state);
  }
}

function setUp(file: string, { label, changed, run }: Watching): Extension {
  const go: Command = () => {
    run();
    return true;
  };
  return [
    Prec.highest(
      keymap.of([
        { key: 'Mod-Enter', run: go },
        { key: 'Ctrl-Enter', run: go },
        { key: 'Tab', run: indent },
      ]),
    ),
    lintGutter(),
    lineNumbers(),
    highlightActiveLineGutter(),
    minimalSetup,
    bracketMatching(),
    indentOnInput(),
    javascript({ typescript: true }),
    editorTheme,
    EditorView.contentAttributes.of({ 'aria-label': label(file), tabindex: '0' }),
    EditorView.updateListener.of(({ docChanged }) => docChanged && changed()),
  ];
}

/** Tab writes two spaces, before each line where some are selected. After Escape, CodeMirror leaves Tab to the browser. */
const indent: Command = ({ state, dispatch }) => {
  const { from, to, empty } = state.selection.main;
  if (empty) {
    dispatch(state.update(state.replaceSelection('  '), { scrollIntoView: true, userEvent: 'input' }));
    return true;
  }
  const changes = [];
  for (let at = state.doc.lineAt(from).number; at <= state.doc.lineAt(to).number; at++)
    changes.push({ from: state.doc.line(at).from, insert: '  ' });
  dispatch(state.update({ changes, userEvent: 'input.indent' }));
  return true;
};

const lineIn = ({ doc }: EditorState, line: number) => doc.line(Math.min(Math.max(1, line), doc.lines));

/** What is marked: from the known column, or from the first letter, to the end of the line. */
function diagnosticIn(state: EditorState, { line = 1, column, message }: CodeFault): Diagnostic {
  const { from, to, text } = lineIn(state, line);
  const first = from + (text.length - text.trimStart().length);
  const start = column === undefined ? first : Math.min(to, from + column - 1);
  return { from: start, to, severity: 'error', message };
}
