/**
 * Every word of the interface, in English: the one catalogue. A further language is a file beside this one with the same keys.
 * What stands under `script` reaches the browser as JSON, area by area; everything else is used while building only.
 */
export const en = {
  script: {},
};
