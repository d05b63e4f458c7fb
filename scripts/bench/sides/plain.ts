/** Plain TensorFlow.js: the loop that its tutorials teach, with variables, an optimiser of the package and `minimize`. */
import type { Scalar, Tensor, Tensor2D, Variable } from '@tensorflow/tfjs';
import {
  inputs,
  layers,
  learningRate,
  type Engine,
  type Setting,
  type Trainer,
  type WeightValues,
} from '../contract.ts';
import { movingAverage } from './average.ts';
import { noisedBatches } from './noised-batch.ts';
import { loadTensorFlow, type TensorFlow } from './tensorflow.ts';

export async function plain(setting: Setting): Promise<Trainer> {
  const tf = await loadTensorFlow(setting);
  const variables = variablesOf(tf, setting.width);
  const draw = noisedBatches(tf);
  const average = setting.averaged ? movingAverage(tf, () => variables) : undefined;
  const optimizer = tf.train.adam(learningRate);
  const step = () =>
    tf.tidy(() => {
      const { input, noise } = draw(setting.batch);
      const loss = () => tf.losses.meanSquaredError<Tensor2D, Scalar>(noise, answerOf(tf, variables, input));
      return optimizer.minimize(loss, true, variables)!;
    });
  return {
    engine: tf.engine() as unknown as Engine,
    async train(count) {
      let value = NaN;
      for (let round = 0; round < count; round++) {
        const loss = step();
        average?.update();
        value = (await loss.data())[0];
        loss.dispose();
      }
      return value;
    },
    weights: () => valuesOf(average?.values ?? variables),
  };
}

/** Weight and bias of each layer; the output starts at zero, as ours does. */
function variablesOf(tf: TensorFlow, width: number): Variable[] {
  const sizes = [inputs, width, width, width, 2];
  return layers.flatMap((name, layer) => {
    const [from, to] = [sizes[layer], sizes[layer + 1]];
    const deviation = name === 'output' ? 0 : 1 / Math.sqrt(from);
    return [tf.variable(tf.randomNormal([from, to], 0, deviation)), tf.variable(tf.zeros([to]))];
  });
}

function answerOf(tf: TensorFlow, variables: readonly Variable[], input: Tensor2D): Tensor2D {
  let values = input;
  for (let layer = 0; layer < layers.length; layer++) {
    const sum = tf.matMul(values, variables[2 * layer] as unknown as Tensor2D).add(variables[2 * layer + 1]);
    values = (layer < layers.length - 1 ? sum.mul(sum.sigmoid()) : sum) as Tensor2D;
  }
  return values;
}

/** Reads tensors back under the names that the layers have in our models. */
export async function valuesOf(tensors: readonly Tensor[]): Promise<WeightValues> {
  const values: WeightValues = {};
  for (const [index, tensor] of tensors.entries()) {
    const name = `${layers[Math.floor(index / 2)]}.${index % 2 === 0 ? 'weight' : 'bias'}`;
    values[name] = { shape: [...tensor.shape], values: Float32Array.from(await tensor.data()) };
  }
  return values;
}
