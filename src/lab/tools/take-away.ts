import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import { fileSize } from '../file-size.ts';
import { Refusal } from '../keep/refusal.ts';
import { watchOf, type RunWatch } from '../keep/run-watch.ts';
import type { Attach, Lab } from '../lab.ts';
import { firstLossField } from '../loss-field.ts';
import type { Checkpoint } from '../storage.ts';

/** What a run leaves behind as files, and two of them back again. What writes and reads them is loaded when it is asked for. */
export const attach: Attach = (lab, place) => {
  new TakingAway(lab, place as HTMLDetailsElement);
};

type Kind = 'weights' | 'metrics' | 'picture' | 'configuration' | 'code';

const pythonLine = (file: string): string =>
  `from safetensors.numpy import load_file; weights = load_file("${file}")`;

/** A file to be: its name, what is in it and of which type that is. */
type Content = readonly [name: string, content: BlobPart, type: string];

class TakingAway {
  readonly #lab: Lab;
  readonly #place: HTMLDetailsElement;
  readonly #watch: RunWatch;
  readonly #words = pageWords().tools.takeAway;

  constructor(lab: Lab, place: HTMLDetailsElement) {
    this.#lab = lab;
    this.#place = place;
    this.#watch = watchOf(lab);
    this.#offer();
    for (const button of place.querySelectorAll<HTMLElement>('[data-press]'))
      button.addEventListener(
        'click',
        () => void this.#guarded(() => this.#save(button.dataset.press as Kind)),
      );
    this.#listen();
  }

  /** Only what this demo has. */
  #offer(): void {
    const { rhythm, views, demo } = this.#lab.definition;
    const has: Readonly<Record<Kind, boolean>> = {
      weights: rhythm !== 'answer',
      metrics: rhythm !== 'answer',
      picture: true,
      configuration: true,
      code: firstLossField(views, rhythm) !== undefined,
    };
    for (const place of this.#place.querySelectorAll<HTMLElement>('[data-kind]'))
      place.hidden = !has[place.dataset.kind as Kind];
    const file = `${demo.replace('/', '-')}-step-….safetensors`;
    this.#find('[data-python]').textContent = pythonLine(file);
  }

  #listen(): void {
    const input = this.#find<HTMLInputElement>('input');
    const drop = this.#find('[data-drop]');
    input.addEventListener('change', () => {
      const file = input.files?.[0];
      if (file) void this.#guarded(() => this.#load(file)).finally(() => (input.value = ''));
    });
    drop.addEventListener('dragover', (event) => event.preventDefault());
    drop.addEventListener('drop', (event) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) void this.#guarded(() => this.#load(file));
    });
  }

  async #save(kind: Kind): Promise<void> {
    const run = await this.#watch.present();
    const [name, content, type] = await {
      weights: () => this.#weights(run),
      metrics: () => this.#metrics(run),
      picture: () => this.#picture(run),
      configuration: () => this.#configuration(run),
      code: () => this.#code(),
    }[kind]();
    const { offerFile } = await import('../saved-file.ts');
    const blob = new Blob([content], { type });
    offerFile(name, blob, type);
    this.#say(filled(this.#words.saved, { name, size: fileSize(blob.size) }));
  }

  async #weights(run: Checkpoint | undefined): Promise<Content> {
    if (!run) throw new Refusal(this.#words.noRun);
    if (!run.saved) throw new Refusal(this.#words.noWeights);
    const { fileStem, weightsFile } = await import('../saved-file.ts');
    return [`${fileStem(run)}.safetensors`, weightsFile(run, run.saved), 'application/octet-stream'];
  }

  async #metrics(run: Checkpoint | undefined): Promise<Content> {
    if (!run) throw new Refusal(this.#words.noRun);
    const { metricsText } = await import('../keep/run-texts.ts');
    const { fileStem } = await import('../saved-file.ts');
    return [`${fileStem(run)}-metrics.csv`, metricsText(run.numbers), 'text/csv;charset=utf-8'];
  }

  async #picture(run: Checkpoint | undefined): Promise<Content> {
    const { pictureOf } = await import('../keep/picture.ts');
    const { demo, seed } = this.#lab.definition;
    const badge = this.#find('.badge', this.#lab.root).textContent.trim();
    const footer = [location.host + location.pathname, demo, badge, `seed ${run?.seed ?? seed}`];
    const picture = await pictureOf(this.#lab, footer.join(', '));
    return [`${demo.replace('/', '-')}.png`, picture, 'image/png'];
  }

  async #configuration(run: Checkpoint | undefined): Promise<Content> {
    const { configurationText } = await import('../keep/run-texts.ts');
    const { demo } = this.#lab.definition;
    const asSet = { demo, settings: this.#lab.inputs.settings(), seed: this.#lab.inputs.seed() };
    const text = configurationText(run ?? asSet, {
      version: this.#place.dataset.version!,
      page: location.origin + location.pathname,
      date: new Date(),
    });
    return [`${demo.replace('/', '-')}-configuration.json`, text, 'application/json'];
  }

  /** The file that the site was built with, set to what the reader has set. */
  async #code(): Promise<Content> {
    const { demo } = this.#lab.definition;
    const base = import.meta.env.BASE_URL.replace(/\/$/, '');
    const response = await fetch(`${base}/code/${demo}.ts`).catch(() => undefined);
    if (!response?.ok) throw new Refusal(this.#words.noCode);
    const { withSettings } = await import('../code-settings.ts');
    const { inputs } = this.#lab;
    const code = withSettings(await response.text(), inputs.settings(), inputs.seed());
    return [`${demo.split('/')[1]}.ts`, code, 'text/plain;charset=utf-8'];
  }

  async #load(file: File): Promise<void> {
    const { loadFile } = await import('../keep/file-loading.ts');
    this.#say(await loadFile(this.#lab, file));
  }

  async #guarded(action: () => Promise<void>): Promise<void> {
    this.#find('[data-trouble]').textContent = '';
    try {
      await action();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#say('');
      this.#find('[data-trouble]').textContent = error.message;
    }
  }

  #say(sentence: string): void {
    this.#find('[data-said]').textContent = sentence;
  }

  #find<Kind extends HTMLElement = HTMLElement>(selector: string, within: HTMLElement = this.#place): Kind {
    return within.querySelector<Kind>(selector)!;
  }
}
