/** Asks for the faces of `LateFaces.astro`, once the first screen stands. */
const sheet = document.getElementById('late-faces');
if (sheet) requestAnimationFrame(() => setTimeout(() => sheet.removeAttribute('media')));

// A module: its names are its own.
export {};
