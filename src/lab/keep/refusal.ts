/** Something that a reader asked for and that cannot be done, with the reason in the words of the page. */
export class Refusal extends Error {}
