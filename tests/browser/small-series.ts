/** A series of one article, made in a copy of the project: it builds in half the time, and may be edited. */
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serve } from '../../scripts/server.mjs';
import { root, runTool } from '../../scripts/tools.mjs';

/** The article that is left. */
export const slug = 'introduction';

export class SmallSeries {
  readonly #folder = mkdtempSync(join(tmpdir(), 'series-'));
  readonly #sites: Awaited<ReturnType<typeof serve>>[] = [];
  /** The articles that are left out; links to them lead nowhere. */
  readonly leftOut: readonly string[];

  constructor() {
    const kept = ['*.{json,mjs,ts}', 'content', 'public', 'scripts', 'src'];
    for (const name of globSync(kept, { cwd: root })) {
      mkdirSync(dirname(this.#path(name)), { recursive: true });
      cpSync(join(root, name), this.#path(name), { recursive: true });
    }
    mkdirSync(join(root, '.cache'), { recursive: true });
    for (const name of ['node_modules', '.cache'])
      symlinkSync(join(root, name), this.#path(name), 'junction');
    this.leftOut = readdirSync(this.#path('content/articles')).filter((name) => name !== slug);
    for (const name of this.leftOut) rmSync(this.#path(`content/articles/${name}`), { recursive: true });
    // What names them finds them among the topics to come; and nobody cites their sources any more.
    this.edit('content/planned.yaml', (text) => text + this.leftOut.map(topic).join(''));
    this.edit('astro.config.mjs', (text) =>
      text
        .replace('seriesCheck(series, { base }),', '')
        // What Astro remembers of its content would lie with the packages, for two copies at once.
        .replace('trailingSlash', "cacheDir: './.astro-cache',\n  trailingSlash"),
    );
  }

  #path(file: string): string {
    return join(this.#folder, file);
  }

  edit(file: string, change: (text: string) => string): void {
    this.write(file, change(readFileSync(this.#path(file), 'utf8')));
  }

  write(file: string, text: string): void {
    writeFileSync(this.#path(file), text);
  }

  /** Builds it with these settings and serves it until `close`. */
  async site(env: Record<string, string> = {}): Promise<Awaited<ReturnType<typeof serve>>> {
    const directory = this.#path(`site-${this.#sites.length}`);
    const args = ['build', '--outDir', directory];
    const { ok } = await runTool('astro', args, { cwd: this.#folder, env, output: 'on failure' });
    if (!ok) throw new Error(`The small series does not build with ${JSON.stringify(env)}.`);
    const site = await serve({ directory });
    this.#sites.push(site);
    return site;
  }

  async close(): Promise<void> {
    await Promise.all(this.#sites.map((site) => site.close()));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const topic = (slug: string): string => `
- slug: ${slug}
  title: ${slug}
  summary: An article that is left out here.
  topic: architecture
  modalities: [points]
  prerequisites: [introduction]
`;
