import type { Json } from './tab.ts';

/** What a command's answer names an element by (WebDriver, 12.2). */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

/** One session of a WebDriver server: https://www.w3.org/TR/webdriver2/ */
export class WebDriverSession {
  readonly #address: string;

  private constructor(address: string) {
    this.#address = address;
  }

  /**
   * Starts a browser.
   * @param server address of the driver, without a slash at its end
   * @param capabilities what must hold of the session (WebDriver, 7.2)
   * @throws Error in the driver's words where it refuses
   */
  static async start(server: string, capabilities: Json): Promise<WebDriverSession> {
    const answer = await command('POST', `${server}/session`, {
      capabilities: { alwaysMatch: capabilities },
    });
    return new WebDriverSession(`${server}/session/${(answer as { sessionId: string }).sessionId}`);
  }

  async open(url: string): Promise<void> {
    await this.#post('url', { url });
  }

  /** Runs the body of a function and waits for the promise that it may return. */
  execute(script: string, args: readonly Json[] = []): Promise<Json> {
    return this.#post('execute/sync', { script, args });
  }

  /** Throws where no element, or none that can be clicked, stands there. */
  async click(selector: string): Promise<void> {
    const found = await this.#post('element', { using: 'css selector', value: selector });
    await this.#post(`element/${(found as Record<string, string>)[elementKey]}/click`, {});
  }

  /** What the window shows, as a PNG file. */
  async screenshot(): Promise<Buffer> {
    return Buffer.from((await command('GET', `${this.#address}/screenshot`)) as string, 'base64');
  }

  /** Ends the browser. */
  async end(): Promise<void> {
    await command('DELETE', this.#address);
  }

  #post(path: string, body: Json): Promise<Json> {
    return command('POST', `${this.#address}/${path}`, body);
  }
}

async function command(method: string, address: string, body?: Json): Promise<Json> {
  const response = await fetch(address, { method, body: body === undefined ? null : JSON.stringify(body) });
  const { value } = (await response.json()) as { value: Json };
  if (!response.ok) throw new Error(`${method} ${address}: ${JSON.stringify(value)}`);
  return value;
}
