/** What stands on a tab, and whether its file was changed. */
export interface Tab {
  readonly file: string;
  readonly label: string;
}

/** A row of tabs over one panel, as WAI-ARIA's pattern asks: arrow keys, Home and End move, and the panel follows. */
export class FileTabs {
  readonly #buttons: ReadonlyMap<string, HTMLButtonElement>;
  readonly #panel: HTMLElement;
  readonly #chosen: (file: string) => void;

  constructor(
    { list, panel }: { list: HTMLElement; panel: HTMLElement },
    tabs: readonly Tab[],
    chosen: (file: string) => void,
  ) {
    this.#panel = panel;
    this.#chosen = chosen;
    this.#buttons = new Map(tabs.map((tab, i) => [tab.file, this.#button(tab, i)]));
    list.append(...this.#buttons.values());
    list.addEventListener('keydown', (event) => this.#move(event));
    this.select(tabs[0].file);
  }

  select(file: string): void {
    for (const [name, button] of this.#buttons) {
      button.setAttribute('aria-selected', String(name === file));
      button.tabIndex = name === file ? 0 : -1;
    }
    const button = this.#buttons.get(file)!;
    this.#panel.setAttribute('aria-labelledby', button.id);
    button.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** Writes a word on the tabs of changed files. */
  note(word: (file: string) => string): void {
    for (const [file, button] of this.#buttons) button.querySelector('small')!.textContent = word(file);
  }

  #button({ file, label }: Tab, index: number): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.role = 'tab';
    button.id = `${this.#panel.id}-${index}`;
    button.setAttribute('aria-controls', this.#panel.id);
    button.append(label, ' ', document.createElement('small'));
    button.addEventListener('click', () => this.#choose(file));
    return button;
  }

  #choose(file: string): void {
    this.select(file);
    this.#chosen(file);
  }

  #move(event: KeyboardEvent): void {
    const files = [...this.#buttons.keys()];
    const at = files.findIndex((file) => this.#buttons.get(file) === event.target);
    const last = files.length - 1;
    const way = getComputedStyle(this.#panel).direction === 'rtl' ? -1 : 1;
    const to = { ArrowRight: at + way, ArrowLeft: at - way, Home: 0, End: last }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const file = files[(to + files.length) % files.length];
    this.#choose(file);
    this.#buttons.get(file)!.focus();
  }
}
