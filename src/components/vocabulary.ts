/** What an author may write in MDX, handed to every article as `<Content components={vocabulary} />`. */
import Answer from './Answer.astro';
import Deeper from './Deeper.astro';
import Demo from './Demo.astro';
import Exercise from './Exercise.astro';
import Figure from './Figure.astro';
import Note from './Note.astro';
import Practice from './Practice.astro';
import Predict from './Predict.astro';
import Snippet from './Snippet.astro';
import Worked from './Worked.astro';

export const vocabulary = {
  Answer,
  Deeper,
  Demo,
  Exercise,
  Figure,
  Note,
  Practice,
  Predict,
  Snippet,
  Worked,
};
