import { filled } from '#words/filling';
import { pageWords, type ScriptWords } from '#words/page';
import { pathOf } from '#site';
import type { Lab } from '../lab.ts';
import { ChangedRun, type Outcome } from './changed-run.ts';
import { CodeEditor } from './code-editor.ts';
import { lineNamed, placeIn, Unreadable, type CodeFault } from './code-fault.ts';
import { compiled } from './compile.ts';
import { FileTabs } from './file-tabs.ts';
import type { Program, Sources, Word } from './program.ts';

/**
 * Fetches the demo's sources and lays them out in the tool's markup (Code.astro).
 * @throws Error when they do not arrive
 */
export async function openDesk(lab: Lab, place: HTMLElement): Promise<void> {
  const response = await fetch(pathOf(`/workshop/${lab.definition.demo}.json`));
  if (!response.ok) throw new Error(`${response.status}`);
  new Desk(lab, place, (await response.json()) as Sources);
}

/** The editor of one demo: its files, Run, Restore, and what is said of the code. */
class Desk {
  readonly #lab: Lab;
  readonly #place: HTMLElement;
  readonly #sources: Sources;
  readonly #editor: CodeEditor;
  readonly #tabs: FileTabs;
  readonly #run: ChangedRun;
  readonly #words: ScriptWords['tools']['code'] = pageWords().tools.code;
  #fault: CodeFault | undefined;

  constructor(lab: Lab, place: HTMLElement, sources: Sources) {
    this.#lab = lab;
    this.#place = place;
    this.#sources = sources;
    const [list, panel] = [this.#find('[role="tablist"]'), this.#find('[role="tabpanel"]')];
    this.#find('[data-desk]').hidden = false;
    this.#editor = new CodeEditor(panel, this.#shownFiles(), {
      label: (file) => filled(this.#words.editor, { file: nameOf(file) }),
      changed: () => this.#noteChanges(),
      run: () => void this.#start(),
    });
    const tabs = sources.shown.map((file) => ({ file, label: nameOf(file) }));
    this.#tabs = new FileTabs({ list, panel }, tabs, (file) => this.#editor.show(file));
    this.#run = new ChangedRun(lab, { frame: place, loads: sources.loads }, (word) => this.#threw(word));
    this.#find('[data-press="run"]').addEventListener('click', () => void this.#start());
    this.#find('[data-press="restore"]').addEventListener('click', () => void this.#restore());
    this.#find('[data-press="jump"]').addEventListener('click', () => this.#jump());
  }

  /** Compiles what stands in the editor and has the demo run it. A program that is still being loaded is given up for it. */
  async #start(): Promise<void> {
    this.#blame(undefined);
    this.#say(this.#words.preparing);
    const program = this.#compiled();
    this.#tell(program && (await this.#run.start(program)));
  }

  /** Nothing, with the fault shown, when the code is no program. */
  #compiled(): Program | undefined {
    const files = this.#sources.files.map(({ name, text }) => ({
      name,
      text: this.#sources.shown.includes(name) ? this.#editor.text(name) : text,
    }));
    try {
      return compiled({ ...this.#sources, files, demo: this.#lab.definition.demo }, this.#words);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.#blame(error.fault);
      return undefined;
    }
  }

  #tell(outcome: Outcome | undefined): void {
    if (outcome === undefined) return this.#say('');
    if (outcome === 'stopped') return;
    if (outcome === 'absent') {
      this.#say('');
      return this.#blame({ message: this.#words.noWorkshop });
    }
    if ('thrown' in outcome) {
      this.#say('');
      return this.#threw(outcome.thrown);
    }
    const { knobs } = this.#lab.definition;
    const names = Object.keys(outcome.set).map((name) => knobs[name].label);
    const { runs, knobsSet, shapeStays } = this.#words;
    const set = names.length > 0 ? filled(knobsSet, { knobs: names.join(', ') }) : '';
    this.#say([runs, set, outcome.sameShape ? '' : shapeStays].filter(Boolean).join(' '));
    this.#mark();
  }

  async #restore(): Promise<void> {
    this.#editor.restore();
    this.#blame(undefined);
    await this.#run.end();
    this.#mark();
    this.#say(this.#words.restored);
  }

  /** What code threw, at the topmost place in the reader's own files; where the browser names none, where it may be. */
  #threw({ message, stack, file }: Word & { type: 'thrown' }): void {
    const place = placeIn(stack, this.#sources.shown);
    if (place) return this.#blame({ message, ...place });
    const line =
      file !== undefined && this.#sources.shown.includes(file)
        ? lineNamed(message, this.#editor.text(file))
        : undefined;
    this.#blame({ message, file, line });
  }

  /** Says a fault in a sentence and marks its line, or takes the last one back. */
  #blame(fault: CodeFault | undefined): void {
    this.#fault = fault;
    this.#editor.mark(fault);
    this.#find('[data-fault]').textContent = fault ? this.#sentence(fault) : '';
    this.#find('[data-press="jump"]').hidden = fault?.line === undefined;
  }

  #sentence({ message, file, line }: CodeFault): string {
    if (file === undefined) return message;
    const form = line === undefined ? this.#words.inFile : this.#words.atLine;
    return filled(form, { file: nameOf(file), line: line ?? '', message });
  }

  #jump(): void {
    if (!this.#fault?.file) return;
    this.#editor.jump(this.#fault);
    this.#tabs.select(this.#editor.shown);
  }

  /** Beside the badge, so that nobody takes what changed code draws for the article's own. */
  #mark(): void {
    const inForce = this.#lab.root.hasAttribute('data-changed-code');
    const state = this.#lab.root.querySelector('.demo-state')!;
    state.querySelector('.code-mark')?.remove();
    if (!inForce) return;
    const mark = document.createElement('span');
    mark.className = 'code-mark';
    mark.textContent = this.#words.mark;
    state.querySelector('.badge')!.after(mark);
  }

  #noteChanges(): void {
    this.#tabs.note((file) => (this.#editor.isChanged(file) ? this.#words.edited : ''));
  }

  #shownFiles() {
    const { files, shown } = this.#sources;
    return files.filter(({ name }) => shown.includes(name));
  }

  #say(sentence: string): void {
    this.#find('[data-said]').textContent = sentence;
  }

  #find(selector: string): HTMLElement {
    return this.#place.querySelector<HTMLElement>(selector)!;
  }
}

/** A file as its tab names it. */
const nameOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
