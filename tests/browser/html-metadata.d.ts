/** The part of `html-metadata` that the tests use; the package brings no types of its own. */
declare module 'html-metadata' {
  interface Metadata {
    readonly general: Readonly<Record<string, unknown>>;
    readonly highwirePress: Readonly<Record<string, string | readonly string[]>>;
    readonly dublinCore: Readonly<Record<string, string | readonly string[]>>;
    readonly openGraph: Readonly<Record<string, unknown>>;
    readonly jsonLd: readonly Readonly<Record<string, unknown>>[] | Readonly<Record<string, unknown>>;
  }
  export default function scrape(address: string): Promise<Metadata>;
}
