import type { Game } from './gan.ts';
import { savedTraining, trainingFrom, type SavedTraining } from './saved-training.ts';
import type { Weights } from './weights.ts';

const players = ['generator', 'critic'] as const;
type Tensors = SavedTraining['weights'];

/** Reads a game back from the device: both players' tensors under `generator.…` and `critic.…`. The step is the generator's. */
export async function savedGame({ generator, critic }: Game): Promise<SavedTraining> {
  const saved = [await savedTraining(generator), await savedTraining(critic)];
  const joined = (part: 'weights' | 'training'): Tensors =>
    Object.assign({}, ...saved.map((one, index) => named(one[part], (name) => `${players[index]}.${name}`)));
  return { step: generator.step, weights: joined('weights'), training: joined('training') };
}

/**
 * A game that begins with these weights, or that goes on from what was saved of players of their shapes. The weights are freed.
 *
 * @param criticSteps how many steps the critic has taken; its optimiser counts them
 * @throws Error naming the first tensor that is missing or of another shape
 */
export function gameFrom(
  first: Readonly<Record<keyof Game, Weights>>,
  saved?: SavedTraining,
  criticSteps = saved?.step ?? 0,
): Game {
  const [generator, critic] = players.map((player) =>
    trainingFrom(
      first[player],
      saved && {
        step: player === 'critic' ? criticSteps : saved.step,
        weights: of(player, saved.weights),
        training: of(player, saved.training),
      },
    ),
  );
  return { generator, critic };
}

/** The tensors of one player, under the names that they have in its network. */
function of(player: keyof Game, tensors: Tensors): Tensors {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(`${player}.`));
  return Object.fromEntries(own.map(([name, tensor]) => [name.slice(player.length + 1), tensor]));
}

const named = (tensors: Tensors, rename: (name: string) => string): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [rename(name), tensor]));
