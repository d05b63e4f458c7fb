/** What the WebDriver of an engine sends and answers. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One open page of an engine, in the few words that a journey needs. */
export interface Tab {
  /** Opens an address and waits for its load event. */
  open(url: string): Promise<void>;
  /** Calls a function inside the page; it may use its arguments and the page alone. */
  run<Given extends readonly Json[], Answer>(
    work: (...given: Given) => Answer | Promise<Answer>,
    ...given: Given
  ): Promise<Answer>;
  /** Clicks, as a mouse does, what stands in the window. */
  click(selector: string): Promise<void>;
  /** Console errors and uncaught errors since the page was opened, as far as the engine tells. */
  complaints(): Promise<readonly string[]>;
  /** Ends the engine and all that was started for it. */
  close(): Promise<void>;
}

/** A browser engine: `start` is missing where it is not installed. */
export interface Engine {
  readonly name: string;
  readonly start?: () => Promise<Tab>;
}
