/** The name of the picture of an article, by its id: a translation carries its language after its name. */
export const socialName = (id: string): string => id.split('/').reverse().join('.');

/** Path of the picture that stands for an article, by its id, or for every other page. */
export const socialPath = (id = 'home'): string => `/social/${socialName(id)}.png`;
