/** Path of the picture that stands for an article, by its id, or for every other page. */
export const socialPath = (article = 'home'): string => `/social/${article}.png`;
